import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** A mistake in a rules file: where, in which field, what is expected. */
export interface RulesProblem {
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly message: string;
}

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly problems: RulesProblem[];
}

/** A place in a YAML file that knows its line and its name, so that what is wrong there can be said. */
export class Cursor {
  readonly field: string;
  readonly #source: Source;
  readonly #node: Node | null;
  readonly #offset: number;

  private constructor(source: Source, node: Node | null, field: string, offset: number) {
    this.#source = source;
    this.#node = isAlias(node) ? (node.resolve(source.document) ?? null) : node;
    this.#offset = node?.range?.[0] ?? offset;
    this.field = field;
    if (isAlias(node) && this.#node === null) this.problem(`there is no anchor &${node.source}`);
  }

  /** The top of the file. Mistakes of the YAML itself are in `problems` then. */
  static open(text: string): { top: Cursor; problems: RulesProblem[] } {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const problems = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return { line, column: col, field: '', message: `not YAML: ${error.message}` };
    });
    return { top: new Cursor({ document, lines, problems }, document.contents as Node | null, '', 0), problems };
  }

  get line(): number {
    return this.#source.lines.linePos(this.#offset).line;
  }

  /** Notes a mistake here. */
  problem(message: string): undefined {
    const { line, col } = this.#source.lines.linePos(this.#offset);
    this.#source.problems.push({ line, column: col, field: this.field, message });
    return undefined;
  }

  isMap(): boolean {
    return isMap(this.#node);
  }

  /** Text, or a number as it is written: 0613 keeps its zero. Undefined for anything else. */
  text(): string | undefined {
    if (!isScalar(this.#node)) return undefined;
    const { value, source } = this.#node;
    if (typeof value === 'number') return source ?? String(value);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  }

  /** The items of a list; one thing that is no list is a list of one. Undefined when there is nothing. */
  list(): Cursor[] | undefined {
    if (isSeq(this.#node)) {
      return this.#node.items.map((item, i) => this.#child(item as Node | null, `${this.field}[${i}]`));
    }
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null) ? undefined : [this];
  }

  /** The fields of a map by name. Notes those that are not known, and gives undefined when this is no map. */
  fields<const K extends string>(known: readonly K[]): { readonly [Name in K]?: Cursor } | undefined {
    if (!isMap(this.#node)) return this.problem(`takes fields: ${known.join(', ')}`);
    const found: { [Name in K]?: Cursor } = {};
    for (const { key, value } of this.#node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const at = (key as Node).range?.[0] ?? this.#offset;
      const field = this.field === '' ? name : `${this.field}.${name}`;
      const child = new Cursor(this.#source, value as Node | null, field, at);
      if ((known as readonly string[]).includes(name)) found[name as K] = child;
      else new Cursor(this.#source, key as Node, field, at).problem(`unknown field; there are: ${known.join(', ')}`);
    }
    return found;
  }

  #child(node: Node | null, field: string): Cursor {
    return new Cursor(this.#source, node, field, this.#offset);
  }
}
