// Saves a long form by itself: <form data-draft="/address/"> with an <output data-saved="Saved at {time}" data-unsaved="…">.
// Who answers with a version (`{"version": 3}`) has it put into the form's field of that name, so that the next save, and the
// form itself, are known to have seen it; a refusal (409) is said in its own words, or shows the text of another who was first.
// With `data-keep="name"` what is typed lies in the browser until the school has it; the name tells whose it is, for others use the
// same browser.

import { DraftForm } from "./form.ts";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) new DraftForm(form);
