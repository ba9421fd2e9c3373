import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Backlog } = await load("islands/broadcast/backlog.ts");
const { numbered, readDown, lineAddress } = await load("islands/broadcast/protocol.ts");
const { Sender } = await load("islands/broadcast/sender.ts");
const { Silence, loudness, onMeter, SILENT_DB } = await load("islands/broadcast/sound.ts");
const { brightnessOf } = await load("islands/broadcast/scene.ts");
const { speedOf } = await load("islands/broadcast/check.ts");
const { contained, corner, middle } = await load("islands/broadcast/layout.ts");
const { recordedForm, isCostly, qualityNamed } = await load("islands/broadcast/recording.ts");

const bytesOf = (...values) => new Uint8Array(values).buffer;
const TICK_MS = 10;

/** A school behind a line that breaks when told to; `taken` is what lies on its disk. */
class School {
  clock = 0;
  timers = [];
  lines = [];
  taken = [];
  isAnswering = true;
  isReachable = true;

  open() {
    const line = { bufferedAmount: 0, isOpen: true, byes: 0, onmessage: null, onclose: null };
    line.send = (message) => this.receive(line, message);
    line.close = () => {
      line.isOpen = false;
      line.onclose?.();
    };
    this.lines.push(line);
    if (this.isReachable)
      this.after(TICK_MS, () =>
        this.say(line, { type: "ready", next: this.taken.length, sender: "s", state: "waiting", is_live: false }),
      );
    else this.after(TICK_MS, () => line.close());
    return line;
  }

  receive(line, message) {
    if (typeof message === "string") {
      line.byes += 1;
      return;
    }
    if (!line.isOpen || !this.isReachable) return;
    const number = new DataView(message).getUint32(0);
    if (number > this.taken.length) throw new Error(`piece ${number} came before ${this.taken.length}`);
    if (number === this.taken.length) this.taken.push(...new Uint8Array(message, 4));
    if (this.isAnswering) this.after(TICK_MS, () => this.say(line, { type: "ack", next: this.taken.length }));
  }

  say(line, message) {
    if (line.isOpen) line.onmessage?.({ data: JSON.stringify(message) });
  }

  breakLine() {
    this.lines.at(-1).close();
  }

  now() {
    return this.clock;
  }

  after(milliseconds, call) {
    this.timers.push({ at: this.clock + milliseconds, call });
    return this.timers.length;
  }

  cancel(timer) {
    if (timer) this.timers[timer - 1].call = null;
  }

  pass(milliseconds) {
    const until = this.clock + milliseconds;
    for (;;) {
      const due = this.timers.filter((one) => one.call && one.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.clock = Math.max(this.clock, due.at);
      const { call } = due;
      due.call = null;
      call();
    }
    this.clock = until;
  }
}

function begun(most) {
  const school = new School();
  const told = [];
  const sender = new Sender(school, (status) => told.push(status), most);
  sender.start();
  return { school, sender, told };
}

test("a piece carries its number in front of it", () => {
  assert.deepEqual([...new Uint8Array(numbered(258, bytesOf(7, 8)))], [0, 0, 1, 2, 7, 8]);
});

test("what is no message of ours is not read", () => {
  assert.equal(readDown("{"), null);
  assert.equal(readDown('{"type":"other"}'), null);
  assert.equal(readDown(new ArrayBuffer(1)), null);
  assert.deepEqual(readDown('{"type":"ack","next":3}'), { type: "ack", next: 3 });
});

test("the line is of the same origin", () => {
  const page = { protocol: "https:", host: "school.example" };
  assert.equal(
    lineAddress(page, "/live/send/t/", { mime: "video/webm;codecs=h264,opus" }),
    "wss://school.example/live/send/t/?mime=video%2Fwebm%3Bcodecs%3Dh264%2Copus",
  );
});

test("a backlog lets go of what was taken and knows how late it is", () => {
  const backlog = new Backlog(10);
  for (let n = 0; n < 4; n += 1) backlog.add(bytesOf(n, n), n * 250);

  backlog.acknowledge(2, 1000);

  assert.equal(backlog.get(1), undefined);
  assert.equal(backlog.get(2).number, 2);
  assert.equal(backlog.get(9), undefined);
  assert.deepEqual([backlog.bytes, backlog.next, backlog.isFull], [4, 4, false]);
  assert.equal(backlog.secondsBehind(1500), 1);
  assert.equal(backlog.bitsPerSecond(2000, 4000), 8);
  backlog.acknowledge(9, 1000);
  assert.deepEqual([backlog.isEmpty, backlog.secondsBehind(9000)], [true, 0]);
});

test("pieces that are recorded before the line stands arrive in their order", () => {
  const { school, sender } = begun();
  for (let n = 0; n < 3; n += 1) sender.push(bytesOf(n));

  school.pass(50);

  assert.deepEqual(school.taken, [0, 1, 2]);
  assert.equal(sender.status().phase, "sending");
});

test("a broken line costs no byte, and none comes twice", () => {
  const { school, sender, told } = begun();
  school.pass(50);
  for (let n = 0; n < 100; n += 1) {
    if (n === 20) {
      school.isReachable = false;
      school.breakLine();
    }
    if (n === 70) school.isReachable = true;
    sender.push(bytesOf(n));
    school.pass(100);
  }
  assert.ok(told.some((status) => status.phase === "waiting"));

  school.pass(6000);

  assert.deepEqual(
    school.taken,
    Array.from({ length: 100 }, (_, n) => n),
  );
  assert.equal(sender.status().secondsBehind, 0);
});

test("lost answers make the line be opened anew, and the school says from where", () => {
  const { school, sender } = begun();
  school.pass(50);
  school.isAnswering = false;
  sender.push(bytesOf(1));
  school.pass(9000);
  school.isAnswering = true;
  sender.push(bytesOf(2));
  school.pass(2000);

  assert.equal(school.lines.length, 2);
  assert.deepEqual(school.taken, [1, 2]);
});

test("an idle line is left alone", () => {
  const { school, sender } = begun();
  sender.push(bytesOf(1));

  school.pass(60_000);

  assert.equal(school.lines.length, 1);
});

test("nothing is pressed into a line that does not move", () => {
  const { school, sender } = begun();
  school.pass(50);
  school.lines[0].bufferedAmount = 2 ** 20;
  sender.push(bytesOf(1));
  school.pass(100);
  assert.deepEqual(school.taken, []);

  school.lines[0].bufferedAmount = 0;
  school.pass(100);

  assert.deepEqual(school.taken, [1]);
});

test("a full backlog stops the recorder and still arrives", () => {
  const { school, sender } = begun(4);
  school.isReachable = false;
  school.breakLine();
  const room = [1, 2, 3, 4].map((n) => sender.push(bytesOf(n)));
  assert.deepEqual(room, [true, true, true, false]);
  assert.equal(sender.status().phase, "full");
  sender.finish();

  school.isReachable = true;
  school.pass(6000);

  assert.deepEqual(school.taken, [1, 2, 3, 4]);
  assert.equal(school.lines.at(-1).byes, 1);
  assert.equal(sender.status().phase, "done");
});

test("good-bye is said when everything has arrived, and not before", () => {
  const { school, sender } = begun();
  school.pass(50);
  school.isAnswering = false;
  sender.push(bytesOf(1));
  sender.finish();
  school.pass(1000);
  assert.equal(school.lines[0].byes, 0);

  school.isAnswering = true;
  school.say(school.lines[0], { type: "ack", next: 1 });

  assert.equal(school.lines[0].byes, 1);
  assert.equal(sender.push(bytesOf(2)), false);
});

test("a passing refusal is tried again, and its sentence is shown", () => {
  const { school, sender } = begun();
  school.pass(5);
  school.say(school.lines[0], { type: "refused", code: "no_node", text: "Никто не отвечает" });
  school.breakLine();
  assert.deepEqual([sender.status().phase, sender.status().text], ["waiting", "Никто не отвечает"]);

  school.pass(2000);

  assert.deepEqual([sender.status().phase, sender.status().text], ["sending", ""]);
});

test("a refusal for good is not tried again until somebody says so", () => {
  const { school, sender } = begun();
  school.pass(50);
  school.say(school.lines[0], { type: "refused", code: "signed_out", text: "Войдите" });
  school.pass(60_000);
  assert.deepEqual([sender.status().phase, school.lines.length], ["refused", 1]);

  sender.hurry();
  school.pass(50);

  assert.equal(sender.status().phase, "sending");
});

test("a broadcast that is over takes nothing more", () => {
  const { school, sender } = begun();
  school.pass(50);
  school.say(school.lines[0], { type: "refused", code: "over", text: "Эфир завершён" });
  sender.hurry();
  school.pass(60_000);

  assert.deepEqual([sender.status().phase, school.lines.length], ["over", 1]);
});

test("the school says what the signal is used for", () => {
  const { school, sender, told } = begun();
  school.pass(50);
  school.say(school.lines[0], { type: "state", state: "on_air", is_live: true });

  assert.deepEqual([told.at(-1).state, told.at(-1).isLive], ["on_air", true]);
  sender.drop();
  assert.deepEqual([sender.status().phase, school.lines[0].byes, school.lines[0].isOpen], ["done", 1, false]);
});

test("a school that does not know the recorder any more is told to begin with another", () => {
  const { school, sender, told } = begun();
  sender.push(bytesOf(1));
  sender.push(bytesOf(2));
  school.pass(100);
  assert.deepEqual(school.taken, [1, 2]);

  school.taken = [];
  school.breakLine();
  school.pass(2000);

  assert.equal(told.at(-1).phase, "forgotten");
  assert.equal(sender.push(bytesOf(3)), false);
  const lines = school.lines.length;
  school.pass(20_000);
  assert.equal(school.lines.length, lines);
});

test("a school that was started anew takes what it can still have", () => {
  const { school, sender, told } = begun();
  school.isAnswering = false;
  sender.push(bytesOf(1));
  sender.push(bytesOf(2));
  school.pass(100);

  school.taken = [];
  school.isAnswering = true;
  school.breakLine();
  school.pass(2000);

  assert.deepEqual(school.taken, [1, 2]);
  assert.equal(told.at(-1).phase, "sending");
});

test("loudness is told in decibels of full scale", () => {
  assert.equal(loudness(new Float32Array(8)), SILENT_DB);
  assert.equal(loudness(new Float32Array(0)), SILENT_DB);
  assert.equal(loudness(new Float32Array([1, -1, 1, -1])), 0);
  assert.equal(Math.round(loudness(new Float32Array([0.1, -0.1]))), -20);
  assert.deepEqual([onMeter(-80), onMeter(-30), onMeter(3)], [0, 50, 100]);
});

test("silence is told after eight seconds, and never of a muted microphone", () => {
  const silence = new Silence();
  assert.equal(silence.note(-90, 0, false), false);
  assert.equal(silence.note(-90, 7999, false), false);
  assert.equal(silence.note(-90, 8000, false), true);
  assert.equal(silence.note(-20, 8100, false), false);
  assert.equal(silence.note(-90, 20_000, true), false);
  assert.equal(silence.note(-90, 27_000, false), false);
});

test("a picture keeps its shape inside a frame", () => {
  const frame = { x: 0, y: 0, width: 1280, height: 720 };
  assert.deepEqual(contained({ width: 800, height: 600 }, frame), { x: 160, y: 0, width: 960, height: 720 });
  assert.deepEqual(middle({ width: 1600, height: 900 }, { width: 400, height: 300 }), {
    x: 200,
    y: 0,
    width: 1200,
    height: 900,
  });
  const box = corner(frame);
  assert.ok(box.x + box.width < frame.width && box.y + box.height < frame.height);
});

test("H.264 is asked for first", () => {
  assert.equal(
    recordedForm(() => true),
    "video/webm;codecs=h264,opus",
  );
  assert.equal(
    recordedForm((form) => form.includes("vp")),
    "video/webm;codecs=vp8,opus",
  );
  assert.equal(
    recordedForm((form) => form.startsWith("video/mp4")),
    "",
  );
  assert.equal(
    recordedForm(() => false),
    "",
  );
  assert.deepEqual([isCostly("video/webm;codecs=vp8,opus"), isCostly("video/webm;codecs=h264,opus")], [true, false]);
  assert.equal(qualityNamed("no such").name, "720");
});

test("a black picture has no brightness, an even one no spread", () => {
  assert.deepEqual(brightnessOf([0, 0, 0, 255, 0, 0, 0, 255]), { brightness: 0, spread: 0 });
  const even = brightnessOf([200, 200, 200, 255, 200, 200, 200, 255]);
  assert.deepEqual([Math.round(even.brightness), Math.round(even.spread)], [200, 0]);
  const lively = brightnessOf([255, 255, 255, 255, 0, 0, 0, 255]);
  assert.deepEqual([Math.ceil(lively.brightness), Math.ceil(lively.spread)], [128, 128]);
});

test("speed is told in bits a second", () => {
  assert.equal(speedOf(250_000, 1000), 2_000_000);
  assert.equal(speedOf(1000, 0), 0);
});
