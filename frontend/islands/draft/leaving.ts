// A form that saves itself is sent after what is on its way: that changes the version the form was made with, or would come when all is over.

// a line that is dead is not waited for: the form brings everything
const LONGEST_MS = 10_000;

/** Let `form` be sent when what `stop` returns has ended; `stop` begins nothing any more and gives what it has begun, or null. */
export function sendAfter(form: HTMLFormElement, stop: () => Promise<unknown> | null, longest = LONGEST_MS): void {
  let isHeld = false;
  let isLetGo = false;
  form.addEventListener("submit", (event) => {
    const onItsWay = stop();
    if (isLetGo || !onItsWay || event.defaultPrevented) return;
    event.preventDefault();
    // pressed twice it is sent once
    if (isHeld) return;
    isHeld = true;
    const button = event.submitter;
    const late = new Promise((end) => setTimeout(end, longest));
    void Promise.race([onItsWay.catch(() => undefined), late]).then(() => {
      isHeld = false;
      isLetGo = true;
      form.requestSubmit(button);
      isLetGo = false;
    });
  });
}
