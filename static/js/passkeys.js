// Passkeys: a form with data-passkey is filled by what the device answers, and then sent.
//   "create"   makes one; "get" shows one: what to ask is in the element #passkey-options
//   "sign-in"  shows one; what to ask is fetched from where the form is sent to
// The form is hidden in the page and shown here: without JavaScript, https or a device it could do nothing.
(() => {
  const json = window.webauthnJSON;
  if (!json || !json.supported()) return;

  const readOptions = async (form) => {
    if (form.dataset.passkey !== "sign-in") {
      return JSON.parse(document.getElementById("passkey-options").textContent);
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };

  const ask = async (form) => {
    const options = await readOptions(form);
    if (form.dataset.passkey !== "create") return json.get(options.request_options);
    // It is to be found without an e-mail, and the device is to ask who holds it.
    const wanted = options.creation_options;
    Object.assign(wanted.publicKey.authenticatorSelection ??= {}, {
      residentKey: "required", requireResidentKey: true, userVerification: "required",
    });
    return json.create(wanted);
  };

  const say = (form, name) => {
    const problem = form.querySelector("[data-problem]");
    const reasons = { NotAllowedError: "refused", AbortError: "refused", InvalidStateError: "known" };
    problem.textContent = problem.dataset[reasons[name] || "failed"];
    problem.hidden = false;
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    let isAsking = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isAsking) return;
      isAsking = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
        form.submit();
      } catch (error) {
        say(form, error.name);
      }
      isAsking = false;
    });
  });
  document.querySelectorAll("[data-passkey-not-here]").forEach((note) => { note.hidden = true; });
})();
