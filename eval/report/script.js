// Filters the cards and keeps the choice in the address, so that a filtered view can be sent to somebody.
const form = document.querySelector(".filters");
const cards = [...document.querySelectorAll(".card")];
const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));

function apply() {
  const wanted = Object.fromEntries(new FormData(form));
  const find = wanted.find.trim().toLowerCase();
  let shown = 0;
  for (const card of cards) {
    const fits = ["outcome", "kind", "split", "status"].every((key) => !wanted[key] || card.dataset[key] === wanted[key]);
    card.hidden = !(fits && words.get(card).includes(find));
    shown += !card.hidden;
  }
  form.querySelector("output").textContent = `${shown} of ${cards.length} questions`;
  const kept = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  try { history.replaceState(null, "", `#${kept}`); } catch { /* a page inside a frame may not change its address */ }
}

function open(ask) {
  for (const card of cards) if (!card.hidden) card.open = ask;
}

const target = location.hash.startsWith("#q-") && document.getElementById(location.hash.slice(1));
for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
  if (form.elements[key]) form.elements[key].value = value;
}
if (target) target.open = true; else apply();
form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("[data-open]").addEventListener("click", (event) => {
  const closed = cards.some((card) => !card.hidden && !card.open);
  open(closed);
  event.target.textContent = closed ? "Close those shown" : "Open those shown";
});
// On paper what went wrong is read in full, what is right by its question alone; the screen gets back what it had.
let opened = [];
addEventListener("beforeprint", () => {
  opened = cards.filter((card) => !card.hidden && !card.open && card.dataset.outcome !== "right");
  for (const card of opened) card.open = true;
});
addEventListener("afterprint", () => {
  for (const card of opened) card.open = false;
});
