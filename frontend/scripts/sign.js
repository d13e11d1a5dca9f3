// Passkeys, and a look at the password while it is typed. What needs a script stays hidden without one.
const KNOWS_PASSKEYS = Boolean(
  window.PublicKeyCredential?.parseCreationOptionsFromJSON && window.PublicKeyCredential.parseRequestOptionsFromJSON,
);

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.dataset.ask, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(`the site answered ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

async function credential(form) {
  const asked = await options(form);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
}

async function use(form) {
  const button = form.querySelector("button");
  const failed = document.querySelector("[data-passkey-failed]");
  button.disabled = true;
  failed.hidden = true;
  try {
    const given = await credential(form);
    form.elements.credential.value = JSON.stringify(given.toJSON());
    form.submit();
  } catch {
    button.disabled = false;
    failed.hidden = false;
  }
}

function shownOrNot(input) {
  const button = document.createElement("button");
  const { show, hide } = document.querySelector("[data-show]").dataset;
  button.type = "button";
  button.className = "link-button";
  button.textContent = show;
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? hide : show;
  });
  input.after(button);
}

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  if (!KNOWS_PASSKEYS) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    use(form);
  });
});
document.querySelectorAll("[data-needs-passkeys]").forEach((part) => {
  part.hidden = !KNOWS_PASSKEYS;
});
document.querySelectorAll("input[type=password]").forEach(shownOrNot);
