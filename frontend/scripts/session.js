// Says that a session is about to end, and lets one stay. Asking does not keep the session open.
const EARLY = 300;

export function warnBeforeTheEnd(box) {
  let timer;

  function again(seconds) {
    clearTimeout(timer);
    timer = setTimeout(look, seconds * 1000);
  }

  async function look(options) {
    const answer = await fetch(box.dataset.session, { credentials: "same-origin", ...options });
    // It is over: what the page shows is not left on the screen.
    if (answer.redirected || !answer.ok) return location.reload();
    const left = Number(await answer.text());
    box.hidden = left > EARLY;
    return again(Math.max(left > EARLY ? left - EARLY : left, 0) + 1);
  }

  const form = box.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look({ method: "POST", body: new FormData(form) });
  });
  again(box.dataset.idle - EARLY);
}
