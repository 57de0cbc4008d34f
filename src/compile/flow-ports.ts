import { didYouMean } from '../document/suggest.ts';
import { portId } from '../model/ids.ts';
import type { Dependency } from '../model/resource.ts';
import { isReservedPort, mapActionPorts, mapMatchPorts, portNumberOf } from '../wire/openflow/port-names.ts';
import type { DeclaredPort } from './declared-ports.ts';
import type { DeclaredFlow } from './flow-lines.ts';

/** Which ports a flow may name: by port, or by device where that has another name. */
export class FlowPorts {
  readonly #ports: readonly DeclaredPort[];
  readonly #byName = new Map<string, DeclaredPort>();
  readonly #byNumber = new Map<string, DeclaredPort>();

  constructor(ports: readonly DeclaredPort[]) {
    this.#ports = ports;
    for (const port of ports) {
      this.#byName.set(port.name, port);
      this.#byName.set(port.device, port);
      const number = port.fields.ofport_request;
      if (typeof number === 'number') this.#byNumber.set(`${port.bridge}/${number}`, port);
    }
  }

  /** Names that Open vSwitch knows. */
  deviceNames(): string[] {
    return this.#ports.map((port) => port.device);
  }

  /** Ports that flows may call by another name than their device's. */
  devicesByPort(): Map<string, string> {
    return new Map(
      this.#ports.filter((port) => port.device !== port.name).map((port) => [port.name, port.device]),
    );
  }

  /** Words at a port's place that are no port of the flow's bridge. Some may be fields of OVS, which it knows. */
  unknownWords(flow: DeclaredFlow): string[] {
    return wordsOf(flow.text).filter(
      (word) =>
        word !== flow.bridge &&
        !isReservedPort(word) &&
        portNumberOf(word) === null &&
        this.#byName.get(word)?.bridge !== flow.bridge,
    );
  }

  /** The port that `word` names on another bridge than the flow's. */
  elsewhere(word: string): DeclaredPort | undefined {
    return this.#byName.get(word);
  }

  explainUnknown(word: string, bridge: string): string {
    const other = this.elsewhere(word);
    if (other !== undefined) return `the port ${word} is on bridge ${other.bridge}, not on ${bridge}`;
    const candidates = this.#ports
      .filter((port) => port.bridge === bridge)
      .flatMap((port) => [port.name, port.device]);
    return `unknown port ${word} on bridge ${bridge}${didYouMean(word, candidates)}`;
  }

  /** The ports that the flow needs, by name or by a number that one of them asks for. */
  dependencies(bridge: string, match: string, actions: string): Dependency[] {
    const ids = new Set<string>();
    for (const word of wordsOf(`${match} actions=${actions}`)) {
      const port = this.#byName.get(word) ?? this.#byNumber.get(`${bridge}/${portNumberOf(word)}`);
      if (port !== undefined && port.bridge === bridge) ids.add(portId(port.name));
    }
    return [...ids].map((on) => ({ on, whenRebuilt: 'replace' }));
  }
}

/** Every word at a place where OVS takes a port. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  const collect = (word: string): string => {
    words.push(word);
    return word;
  };
  const at = text.search(/\bactions?=/);
  mapMatchPorts(at === -1 ? text : text.slice(0, at), collect);
  if (at !== -1) mapActionPorts(text.slice(at).replace(/^actions?=/, ''), collect);
  return words.filter((word) => word !== '' && !word.includes('['));
}
