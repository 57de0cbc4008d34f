import type { Expectation, ProbeAnswer } from './expectation.ts';
import type { SourceLocation } from './source.ts';

/** One expectation, and what became of it. */
export interface ExpectationCheck {
  expectation: Expectation;
  met: boolean;
  /** For people: what came back. */
  detail: string;
  /** Null where nothing could be sent: the sender does not run. */
  answer: ProbeAnswer | null;
  /** Where its packets went; of one that is not met. */
  diagnosis?: Diagnosis;
}

/** Why packets did not arrive, or arrived, as Open vSwitch tells it. */
export interface Diagnosis {
  /** One sentence: which packet, what was done with it, by which flow. */
  explanation: string;
  /** The packets that were traced, in the order in which they were looked at; the decisive one is the last. */
  packets: TracedPacket[];
}

export interface TracedPacket {
  /** `echo request`, `ARP request for 10.0.0.1` and the like. */
  what: string;
  bridge: string;
  /** The packet, as `ovs-appctl ofproto/trace` takes it. */
  packet: string;
  /** It leaves by the port behind which whom it is for is; where that is not known, by any. */
  passes: boolean;
  /** The flow that decided; null where none matched. */
  flow: DecidingFlow | null;
  /** The last look-up as OVS prints it, without the rest of the trace. */
  summary: string[];
  /** The whole trace. */
  text: string;
}

export interface DecidingFlow {
  bridge: string;
  table: number;
  priority: number;
  match: string;
  cookie: string;
  /** The topology that its cookie names; null for a flow of nobody that is known. */
  owner: string | null;
  /** Where this topology declares it. */
  source?: SourceLocation;
}
