from kvit.project.main import main

main()
