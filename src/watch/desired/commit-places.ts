import { sep } from 'node:path';
import type { Topology } from '../../compile/index.ts';
import { OptopoError } from '../../model/error.ts';
import type { SourceLocation } from '../../model/source.ts';

/** Twelve digits name a commit to people. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 12);
}

/**
 * Places in a commit's files as Git writes them, `COMMIT:path:line:column`: `git show COMMIT:path` shows the file,
 * while the directory that it was read from does not last.
 */
export class CommitPlaces {
  readonly #inTree: string;
  readonly #inCommit: string;

  /** `directory`: where the commit's files were written. */
  constructor(commit: string, directory: string) {
    this.#inTree = `${directory}${sep}`;
    this.#inCommit = `${shortCommit(commit)}:`;
  }

  /** A path in the repository. */
  named(path: string): string {
    return `${this.#inCommit}${path}`;
  }

  ofTopology(topology: Topology): Topology {
    const { resources, discover, expectations, warnings, files } = topology;
    return {
      ...topology,
      files: files.map((file) => this.#text(file)),
      resources: resources.map((one) => this.#declared(one)),
      discover: discover.map((one) => ({
        ...this.#declared(one),
        port: this.#declared(one.port),
        flows: one.flows.map((flow) => this.#declared(flow)),
      })),
      expectations: expectations.map((one) => this.#declared(one)),
      warnings: warnings.map((warning) => this.#diagnostic(warning)),
    };
  }

  ofError(error: OptopoError): OptopoError {
    const { code, message, resource, source, tried, hint, diagnostics } = error;
    return new OptopoError(code, this.#text(message), {
      ...{ resource, tried, hint, cause: error },
      source: source && this.#place(source),
      diagnostics: diagnostics.map((one) => this.#diagnostic(one)),
    });
  }

  #declared<T extends { source: SourceLocation }>(one: T): T {
    return { ...one, source: this.#place(one.source) };
  }

  #diagnostic<T extends SourceLocation & { message: string }>(one: T): T {
    return { ...this.#place(one), message: this.#text(one.message) };
  }

  #place<T extends SourceLocation>(at: T): T {
    return { ...at, file: this.#text(at.file) };
  }

  #text(text: string): string {
    return text.replaceAll(this.#inTree, this.#inCommit);
  }
}
