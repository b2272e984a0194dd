// What quickens the pages. Everything here also works without it, by links, buttons and forms.
"use strict";

const one = (query, root = document) => root.querySelector(query);
const all = (query, root = document) => [...root.querySelectorAll(query)];
const seen = (element) => element && element.getClientRects().length > 0;

// ---------------------------------------------------------------- toasts: ten seconds, held by pointer or focus
function watchToast(toast) {
  const shown = one("[data-seconds]", toast);
  let left = 10;
  const tick = () => {
    if (!toast.matches(":hover, :focus-within")) left -= 1;
    if (shown) shown.textContent = `${left} s`;
    if (left <= 0) { clearInterval(clock); toast.remove(); }
  };
  if (shown) shown.textContent = `${left} s`;
  const clock = setInterval(tick, 1000);
}

// ---------------------------------------------------------------- rows: J, K, X, Enter, E
const rows = () => all("[data-row]").filter(seen);
const rowOf = (element) => element && element.closest("[data-row]");

function toRow(step) {
  const list = rows();
  if (!list.length) return;
  const here = list.indexOf(rowOf(document.activeElement) || one("[data-row].is-at"));
  const next = list[Math.min(list.length - 1, Math.max(0, here < 0 ? 0 : here + step))];
  list.forEach((row) => row.classList.toggle("is-at", row === next));
  const link = one("a[href], button, input", next.dataset.row ? one(next.dataset.row, next) || next : next);
  const target = one(".edge-link", next) || link;
  if (target) target.focus();
  next.scrollIntoView({ block: "nearest" });
}

// ---------------------------------------------------------------- keys
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

function press(key) {
  const row = rowOf(document.activeElement) || one("[data-row].is-at");
  const within = row && one(`[data-row-key="${CSS.escape(key)}"]`, row);
  const found = within || all(`[data-key="${CSS.escape(key)}"]`).find((element) => seen(element) || element.matches("[popover] a"));
  if (!found) return false;
  if (found.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) { found.focus(); found.select?.(); }
  else found.click();
  return true;
}

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest("form") || one("form[data-main]");
    if (form) { event.preventDefault(); form.requestSubmit(one("[data-save]", form) || undefined); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (one("dialog[open]") || typing(event.target)) return;
  if (document.body.dataset.singleKeys !== "on") return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "Enter") {
    if (event.target === document.body || event.target.id === "main") { if (press("Enter")) event.preventDefault(); }
    return;
  }
  if (key === "?") one("#keys")?.showModal();
  else if ((key === "ArrowDown" || key === "ArrowUp") && one("[data-key=j]") && !event.target.matches("input, button[aria-expanded]")) press(key === "ArrowDown" ? "j" : "k");
  else if (key === "j") { if (!press("j")) toRow(1); }
  else if (key === "k") { if (!press("k")) toRow(-1); }
  else if (key.length !== 1 || !press(key)) return;
  event.preventDefault();
}

// ---------------------------------------------------------------- palette
function openPalette() {
  const box = one("#palette");
  if (!box || box.open) return;
  box.showModal();
  const input = one("input", box);
  input.select();
  window.htmx?.trigger(input, "palette:open");
}

function choose(option) {
  all("#palette [role=option]").forEach((each) => each.setAttribute("aria-selected", String(each === option)));
  const input = one("#palette input");
  if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  else input.removeAttribute("aria-activedescendant");
}

function onPaletteKey(event) {
  const options = all("#palette [role=option]");
  const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(options[(at + step + options.length) % options.length]);
  } else if (event.key === "Enter" && options.length) {
    event.preventDefault();
    location.assign(options[Math.max(0, at)].dataset.href);
  }
}

// ---------------------------------------------------------------- lists: picking many
function pickers(form) { return all("input[name=pick]", form); }

function onPick(form, { everything = false } = {}) {
  const boxes = pickers(form);
  const picked = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest("tr").classList.toggle("is-picked", box.checked));
  const head = one("[data-pick-all]", form);
  if (head) { head.checked = picked.length === boxes.length && boxes.length > 0; head.indeterminate = picked.length > 0 && !head.checked; }
  const whole = one("input[name=everything]", form);
  if (whole) whole.value = everything ? "1" : "";
  form.classList.toggle("has-picked", picked.length > 0);
  const told = one("[data-picked]", form);
  if (!told || !picked.length) return;
  const query = new URLSearchParams(everything ? [["everything", "1"]] : picked.map((box) => ["pick", box.value]));
  for (const [name, value] of new URLSearchParams(location.search)) query.append(name, value);
  window.htmx?.ajax("GET", `${told.dataset.picked}?${query}`, { target: told, swap: "innerHTML" });
}

// ---------------------------------------------------------------- suggestions under a text while it is typed
let asking = 0;

function suggestions() {
  let box = one("#suggestions");
  if (!box) {
    box = document.createElement("div");
    box.id = "suggestions"; box.className = "suggestions"; box.setAttribute("role", "listbox"); box.popover = "manual";
    document.body.append(box);
  }
  return box;
}

function closeSuggestions() { const box = one("#suggestions"); if (box?.matches(":popover-open")) box.hidePopover(); }

async function suggest(field) {
  const mine = ++asking;
  const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ text: field.value })}`, { headers: { "HX-Request": "true" } });
  if (mine !== asking || !answer.ok || document.activeElement !== field) return;
  const box = suggestions();
  box.innerHTML = await answer.text();
  if (!box.firstElementChild) return closeSuggestions();
  const place = field.getBoundingClientRect();
  box.showPopover();
  box.style.left = `${place.left}px`; box.style.top = `${place.bottom + 4}px`;
  field.setAttribute("aria-controls", box.id);
}

function take(field, option) {
  field.value = option.dataset.value;
  closeSuggestions();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  asking += 1;
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-suggest]") || !event.isTrusted) return;
  clearTimeout(event.target.waiting);
  event.target.waiting = setTimeout(() => suggest(event.target), 120);
});
document.addEventListener("focusout", (event) => { if (event.target.matches("[data-suggest]")) setTimeout(closeSuggestions, 150); });
document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[data-suggest]");
  const box = one("#suggestions");
  if (!field) return;
  if (!box?.matches(":popover-open")) { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault(); return; }
  const options = all("[role=option]", box);
  const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = options[(at + (event.key === "ArrowDown" ? 1 : options.length - 1) + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length];
    options.forEach((each) => each.setAttribute("aria-selected", String(each === next)));
    field.setAttribute("aria-activedescendant", next.id);
  } else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(field, options[at]); }
  else if (event.key === "Escape") { event.preventDefault(); closeSuggestions(); }
}, true);
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("#suggestions [role=option]");
  const field = document.activeElement;
  if (option && field?.matches("[data-suggest]")) { event.preventDefault(); take(field, option); }
});

// ---------------------------------------------------------------- a bill beside its page
function light(event) {
  const read = event.target.closest?.("[data-read]");
  if (!read) return;
  all("[data-read]").forEach((each) => each.classList.toggle("is-here", each === read));
  for (const box of all("[data-lit]")) box.setAttribute("class", box.dataset.lit === read.dataset.read ? "lit" : "lit-soft");
}
document.addEventListener("focusin", light);

// ---------------------------------------------------------------- start
function ready(root) {
  all("[data-toast]", root).forEach(watchToast);
  all("form[data-pick-form]", root).forEach((form) => onPick(form));
  one(".summary-errors", root)?.focus();
}

document.addEventListener("keydown", (event) => (event.target.closest?.("#palette") ? onPaletteKey(event) : onKey(event)));

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest("[data-palette]")) { event.preventDefault(); openPalette(); }
  if (target.closest("[data-print]")) window.print();
  const option = target.closest("#palette [role=option]");
  if (option) location.assign(option.dataset.href);
  target.closest("[data-close]")?.closest("[data-toast]")?.remove();
  const copied = target.closest("[data-copy]");
  if (copied) navigator.clipboard?.writeText(copied.dataset.copy).then(() => copied.classList.add("is-copied"));
  const form = target.closest("form[data-pick-form]");
  if (form && target.closest("[data-everything]")) { pickers(form).forEach((box) => { box.checked = true; }); onPick(form, { everything: true }); }
  if (form && target.closest("[data-pick-none]")) { pickers(form).forEach((box) => { box.checked = false; }); onPick(form); }
  if (target.nodeName === "DIALOG" && target.open) target.close();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-pick-form]");
  if (form && event.target.matches("[data-pick-all]")) pickers(form).forEach((box) => { box.checked = event.target.checked; });
  if (form && event.target.matches("input[name=pick], [data-pick-all]")) onPick(form);
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A button that has been pressed turns after 300 ms, not before, and is not pressed twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.method === "dialog") return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "1";
  setTimeout(() => button.setAttribute("aria-busy", "true"), 300);
});
window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy")); }));

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "palette-found") choose(one("[role=option]", event.target));
  else if (event.target.id !== "toasts") return;
  else ready(event.target);
});

ready(document);
