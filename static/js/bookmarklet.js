// A link with data-bookmarklet is there to be dragged to the bookmarks. Pressed on this page it says so instead.
(() => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-bookmarklet]");
    if (!link) return;
    event.preventDefault();
    const label = document.createElement("span");
    label.className = "quiet";
    label.textContent = link.dataset.bookmarklet;
    link.parentElement.querySelector("span.quiet")?.remove();
    link.after(label);
    document.dispatchEvent(new CustomEvent("afterword:say", { detail: link.dataset.bookmarklet }));
  });
})();
