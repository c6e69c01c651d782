// A form is submitted once: a second click while the first is on its way does nothing.
// The server refuses doubles too; this only keeps the second from being sent.
(() => {
  const busy = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (busy.has(form)) {
      event.preventDefault();
      return;
    }
    busy.add(form);
    // After this turn of the loop: a button disabled now would be missing from what is sent.
    setTimeout(() => form.querySelectorAll("button[type=submit], input[type=submit]").forEach((button) => {
      button.disabled = true;
      button.dataset.once = "yes";
    }));
    // A download, or a mail program opened by the form, leaves the page standing.
    setTimeout(() => release(form), 8000);
  });

  const release = (form) => {
    busy.delete(form);
    form.querySelectorAll("[data-once]").forEach((button) => {
      button.disabled = false;
      delete button.dataset.once;
    });
  };

  // Coming back with the Back button shows the page as it was left: with its buttons disabled.
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
  document.addEventListener("htmx:afterRequest", () => document.querySelectorAll("form").forEach(release));
})();
