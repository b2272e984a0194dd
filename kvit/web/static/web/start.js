// Runs before the first paint: with scripts at work some parts start folded.
document.documentElement.classList.add("js");
