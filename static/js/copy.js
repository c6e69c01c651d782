// A button with data-copy="#id" copies what that element holds (a field's value, or its text) and says so.
// The button is hidden in the page and shown here: without JavaScript it could do nothing.
(() => {
  const textOf = (element) => ("value" in element ? element.value : element.textContent).trim();

  const say = (button, words) => {
    const label = button.querySelector("[data-label]") || button;
    const before = label.textContent;
    label.textContent = words;
    document.dispatchEvent(new CustomEvent("afterword:say", { detail: words }));
    setTimeout(() => { label.textContent = before; }, 2500);
  };

  const copyBySelection = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.className = "hidden";
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  };

  const copy = async (text) => {
    // The clipboard is there on https and localhost alone; a home server often has neither.
    if (!navigator.clipboard) return copyBySelection(text);
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  };

  const show = (root) => root.querySelectorAll("button[data-copy][hidden]").forEach((button) => { button.hidden = false; });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    const source = button && document.querySelector(button.dataset.copy);
    if (!source || button.dataset.busy) return;
    button.dataset.busy = "yes";
    const isCopied = await copy(textOf(source));
    say(button, isCopied ? button.dataset.done || "Copied" : button.dataset.failed || "Press Ctrl+C");
    if (!isCopied && source.select) source.select();
    setTimeout(() => { delete button.dataset.busy; }, 2500);
  });
  show(document);
  document.addEventListener("htmx:afterSwap", (event) => show(event.target));
})();
