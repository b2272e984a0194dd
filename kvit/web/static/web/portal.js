// What quickens the portal: copying what a bank's form asks for. Without it everything else is there all the same.
"use strict";

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      document.querySelectorAll(".is-copied").forEach((other) => other.classList.remove("is-copied"));
      button.classList.add("is-copied");
      const status = document.querySelector("[data-said]");
      status.textContent = "";
      requestAnimationFrame(() => { status.textContent = status.dataset.said; });
    });
  }
}
