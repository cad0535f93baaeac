// What is wrong in a query, shown where it is.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

interface Fault {
  at: number;
  message: string;
}

const setFault = StateEffect.define<Fault | null>();

class Note extends WidgetType {
  constructor(readonly message: string) {
    super();
  }

  override eq(other: Note): boolean {
    return other.message === this.message;
  }

  toDOM(): HTMLElement {
    const note = document.createElement("div");
    note.className = "cm-faultNote";
    note.textContent = this.message;
    return note;
  }
}

/** The fault that is shown; it goes as soon as the query is changed. */
export const faults = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setFault)) continue;
      if (!effect.value) return Decoration.none;
      const { at, message } = effect.value;
      const line = transaction.state.doc.lineAt(at);
      // At the end of a line there is no sign to mark but the one before.
      const from = at === line.to && at > line.from ? at - 1 : at;
      const mark = from < line.to ? [Decoration.mark({ class: "cm-fault" }).range(from, from + 1)] : [];
      const note = Decoration.widget({ widget: new Note(message), block: true, side: 1 }).range(line.to);
      return Decoration.set([Decoration.line({ class: "cm-faultLine" }).range(line.from), ...mark, note], true);
    }
    return transaction.docChanged ? Decoration.none : shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function showFault(view: EditorView, message: string | null, line?: number, column = 1): void {
  if (message === null || line === undefined) {
    view.dispatch({ effects: setFault.of(null) });
    return;
  }
  const { from, to } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  const at = Math.min(from + Math.max(column, 1) - 1, to);
  view.dispatch({ effects: setFault.of({ at, message }), selection: { anchor: at }, scrollIntoView: true });
}
