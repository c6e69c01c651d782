// In a form with data-letter="address" the link data-mailto follows what is typed. (Without JavaScript it opens the
// letter as it was saved.) RFC 6068: CRLF between lines, and no + for spaces.
(() => {
  const follow = (form) => {
    const link = form.querySelector("a[data-mailto]");
    const { subject, text } = form.elements;
    if (!link || !subject || !text) return;
    const encode = (words) => encodeURIComponent(words.toWellFormed ? words.toWellFormed() : words);
    const body = text.value.replace(/\r?\n/g, "\r\n");
    const to = encode(form.dataset.letter).replaceAll("%40", "@");
    link.href = `mailto:${to}?subject=${encode(subject.value.trim())}&body=${encode(body)}`;
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-letter]");
    if (form) follow(form);
  });
  // A browser that comes back to the page puts the typed text in again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-letter]").forEach(follow));
})();
