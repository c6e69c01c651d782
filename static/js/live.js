// Screen readers are told what changed: the notes that came with the page, and what other scripts say.
(() => {
  const region = document.getElementById("live");
  if (!region) return;

  const say = (words) => {
    region.textContent = "";
    setTimeout(() => { region.textContent = words; }, 150);
  };

  const notes = [...document.querySelectorAll(".note > p")].map((note) => note.textContent.trim());
  if (notes.length) setTimeout(() => say(notes.join(" ")), 500);
  document.addEventListener("afterword:say", (event) => say(event.detail));
})();
