// A form is submitted once: a second click while the first is on its way does nothing.
// The server refuses doubles too; this only keeps the second from being sent.
(() => {
  const busy = new WeakSet();
  // Buttons may stand elsewhere and name their form.
  const submitButtons = (form) => [...form.elements].filter((field) => field.type === "submit");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    // A download leaves the page standing, and may be wanted twice.
    const isDownload = event.submitter?.formAction.endsWith(".eml");
    if (form.method !== "post" || event.defaultPrevented || isDownload) return;
    if (busy.has(form)) {
      event.preventDefault();
      return;
    }
    busy.add(form);
    // After this turn of the loop: a button disabled now would be missing from what is sent.
    setTimeout(() => submitButtons(form).forEach((button) => {
      button.disabled = true;
      button.dataset.once = "yes";
    }));
    // A server that never answers must not lock the form.
    setTimeout(() => release(form), 8000);
  });

  const release = (form) => {
    busy.delete(form);
    submitButtons(form).filter((button) => button.dataset.once).forEach((button) => {
      button.disabled = false;
      delete button.dataset.once;
    });
  };

  // Coming back with the Back button shows the page as it was left: with its buttons disabled.
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
  document.addEventListener("htmx:afterRequest", () => document.querySelectorAll("form").forEach(release));
})();
