import type { DiagnosticList, Message } from '../document/diagnostic-list.ts';
import { type DocumentPath, keyLocation, type MapNode, nodeAt, valueLocation } from '../document/node.ts';
import type { TopologyDocument } from '../document/topology.generated.ts';
import type { ValidDocument } from '../document/validate-schema.ts';
import type { SourceLocation } from '../model/source.ts';

/** What every check and every translation is given: the document, its places, and where mistakes go. */
export class Scope {
  readonly document: TopologyDocument;
  readonly root: MapNode;
  readonly diagnostics: DiagnosticList;
  /** Told every file that the document refers to. */
  readonly onFile: (file: string) => void;
  readonly #original: MapNode;

  constructor(
    { value, root, original }: ValidDocument,
    diagnostics: DiagnosticList,
    onFile: (file: string) => void = () => undefined,
  ) {
    this.document = value;
    this.root = root;
    this.diagnostics = diagnostics;
    this.onFile = onFile;
    this.#original = original;
  }

  /** The names in a section as the file has them, those included that are too wrong to be looked at. */
  namesIn(section: 'bridges' | 'ports' | 'links' | 'containers'): ReadonlySet<string> {
    const node = nodeAt(this.#original, [section]);
    return new Set(node?.kind === 'map' ? node.entries.keys() : []);
  }

  keyAt(path: DocumentPath): SourceLocation {
    return keyLocation(this.root, path);
  }

  valueAt(path: DocumentPath): SourceLocation {
    return valueLocation(this.root, path);
  }

  /** A mistake in the value at `path`. */
  error(path: DocumentPath, message: Message): void {
    this.diagnostics.error(this.valueAt(path), message);
  }

  /** True where a value was taken out because it is wrong, so that its absence is no second mistake. */
  isIncomplete(path: DocumentPath): boolean {
    const node = nodeAt(this.root, path);
    return node?.kind === 'map' && node.incomplete === true;
  }

  /** A number or a boolean as its text in the file, for what is kept as text; a string as it is. */
  textAt(path: DocumentPath): string {
    const node = nodeAt(this.root, path);
    if (node?.kind !== 'scalar') return '';
    return typeof node.value === 'string' ? node.value : node.written;
  }
}
