// The query page: the form of the server, with an editor, and answers without a new page.
import { type Answer, address, ask, Problem } from "./endpoint";
import { editor } from "./editor";
import { element } from "./dom";
import { readPage, say } from "./page";
import { outcome } from "./outcome";

const page = readPage();
if (page) start(page);

function start(page: NonNullable<ReturnType<typeof readPage>>): void {
  const { form, words } = page;
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]")!;
  const pin = form.querySelector<HTMLInputElement>("input[name=release]");
  const runWords = button.textContent ?? "";
  const status = element("p", { class: "note", role: "status" });
  const hint = element("p", { class: "note" }, words.keys ?? "");
  const write = editor(page, form.querySelector("label")?.textContent ?? "", () => run(true));
  form.append(hint, status);
  let running: AbortController | null = null;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) running.abort();
    else run(true);
  });
  window.addEventListener("popstate", () => {
    if (readAddress()) run(false);
  });

  const told = document.querySelector<HTMLElement>("#problem");
  if (told?.dataset.line) write.fault(told.textContent, Number(told.dataset.line), Number(told.dataset.column));
  else if (new URLSearchParams(location.search).has("query")) run(false);

  function readAddress(): boolean {
    const parameters = new URLSearchParams(location.search);
    const query = parameters.get("query");
    if (query !== null) write.replace(query);
    if (pin) pin.checked = parameters.has("release") || location.pathname.startsWith("/release/");
    return query !== null;
  }

  async function run(isNew: boolean): Promise<void> {
    const query = write.text();
    const release = pin?.checked ? pin.value : null;
    running?.abort();
    const stop = new AbortController();
    running = stop;
    button.textContent = say(words, "stop");
    status.textContent = say(words, "running");
    write.fault(null);
    document.querySelector("details.examples")?.removeAttribute("open");
    if (isNew) {
      history.pushState(null, "", address(query, release));
      // In another language it is the same query.
      document.querySelector<HTMLInputElement>(".languages input[name=to]")?.setAttribute("value", address(query, release));
    }
    const started = performance.now();
    try {
      const answer = await ask(query, release, stop);
      page!.outcome.replaceChildren(outcome(page!, answer, query, release, pin?.value ?? null));
      status.textContent = summary(answer, (performance.now() - started) / 1000);
    } catch (error) {
      if (running !== stop) return;
      tell(error, stop.signal.aborted);
    } finally {
      if (running === stop) {
        running = null;
        button.textContent = runWords;
      }
    }
  }

  function summary(answer: Answer, seconds: number): string {
    if (answer.kind !== "table") return "";
    return say(words, "rows", { count: answer.rows.length.toLocaleString(), seconds: seconds.toFixed(2) });
  }

  function tell(error: unknown, isStopped: boolean): void {
    status.textContent = isStopped ? say(words, "stopped") : "";
    if (isStopped) return;
    const problem = error instanceof Problem ? error : null;
    const place = problem?.line ? say(words, "place", { line: problem.line, column: problem.column ?? 1 }) : "";
    const sentence = problem
      ? element("p", { id: "problem", role: "alert", lang: "en" }, problem.message)
      : element("p", { id: "problem", role: "alert" }, say(words, "unreachable"));
    page!.outcome.replaceChildren(
      element(
        "section",
        { class: "failed", "aria-labelledby": "answer" },
        element("h2", { id: "answer" }, say(words, "failed")),
        sentence,
        ...(place ? [element("p", { class: "note" }, place)] : []),
      ),
    );
    if (problem?.line) {
      write.fault(problem.message, problem.line, problem.column);
      write.focus();
    }
  }
}
