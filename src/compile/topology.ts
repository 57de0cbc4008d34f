import type { DiscoverTemplate } from '../model/discover.ts';
import type { Expectation } from '../model/expectation.ts';
import type { JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import type { Diagnostic } from '../model/source.ts';

/** A topology as the files declare it, checked, with all that the plugins need. */
export interface Topology {
  /** The owner of everything that is created. */
  name: string;
  files: string[];
  /** Merged, variables put in, defaults not filled in. */
  document: JsonObject;
  resources: Resource[];
  /** What is looked at with real packets after an apply. */
  expectations: Expectation[];
  /** What drift comes to where an object says nothing else. */
  heal: 'enforce' | 'report';
  /** What containers get that others start and stop: their resources depend on who runs. */
  discover: DiscoverTemplate[];
  warnings: Diagnostic[];
  /** SHA-256 over the document and the flow files: equal for equal content. */
  hash: string;
}

export interface LoadOptions {
  /** Variables that override those of `vars`. */
  set: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  /** Told every file that the topology refers to, also where there is a mistake in it. */
  onFile?(file: string): void;
}
