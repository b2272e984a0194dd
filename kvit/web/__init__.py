"""The owner's face: pages for people. A view reads, calls one action of a room, and shows."""
