import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { sendAfter } = await load("islands/draft/leaving.ts");

/** A form that counts how often the browser would have sent it, and with which button. */
class Form extends EventTarget {
  sent = [];

  requestSubmit(button = null) {
    const event = Object.assign(new Event("submit", { cancelable: true }), { submitter: button });
    if (this.dispatchEvent(event)) this.sent.push(button);
  }
}

function onItsWay() {
  const way = {};
  way.promise = new Promise((end, fail) => Object.assign(way, { end, fail }));
  return way;
}

const turn = () => new Promise((next) => setTimeout(next, 5));

test("a form is sent at once where nothing is on its way", () => {
  const form = new Form();
  sendAfter(form, () => null);
  form.requestSubmit("finish");
  assert.deepEqual(form.sent, ["finish"]);
});

test("a form goes after what is on its way, once, with its button", async () => {
  const [form, way] = [new Form(), onItsWay()];
  let saving = way.promise;
  sendAfter(form, () => saving);
  form.requestSubmit("finish");
  form.requestSubmit("finish");
  await turn();
  assert.deepEqual(form.sent, []);
  saving = null;
  way.end();
  await turn();
  assert.deepEqual(form.sent, ["finish"]);
});

test("what breaks on its way holds nothing", async () => {
  const [form, way] = [new Form(), onItsWay()];
  sendAfter(form, () => way.promise);
  form.requestSubmit("save");
  way.fail(new Error("the line is gone"));
  await turn();
  assert.deepEqual(form.sent, ["save"]);
});

test("a dead line is not waited for, and the next press is held anew", async () => {
  const [form, way] = [new Form(), onItsWay()];
  sendAfter(form, () => way.promise, 20);
  form.requestSubmit("save");
  await new Promise((next) => setTimeout(next, 60));
  assert.deepEqual(form.sent, ["save"]);
  form.requestSubmit("again");
  assert.deepEqual(form.sent, ["save"]);
  way.end();
  await turn();
  assert.deepEqual(form.sent, ["save", "again"]);
});

test("who stopped the sending herself is not overruled", async () => {
  const [form, way] = [new Form(), onItsWay()];
  form.addEventListener("submit", (event) => event.preventDefault());
  sendAfter(form, () => way.promise);
  form.requestSubmit("save");
  way.end();
  await turn();
  assert.deepEqual(form.sent, []);
});
