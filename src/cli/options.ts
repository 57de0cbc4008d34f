import { type Command, Option } from 'commander';

/** Flags that every command takes. */
export interface GlobalOptions {
  ovsdb?: string;
  lxcPath?: string;
  stateDir?: string;
  /** Of what is logged on stderr; absent: as the command has it. */
  logLevel?: LogLevel;
  json: boolean;
  color: boolean;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Adds the global flags, so that they may stand before or behind the command's name. */
export function addGlobalOptions(command: Command): Command {
  return command
    .option('--ovsdb <target>', 'unix:PATH of the Open_vSwitch database (default: unix:$OVS_RUNDIR/db.sock)')
    .option('--lxc-path <dir>', 'where containers live (default: $OPTOPO_LXC_PATH, else lxc.lxcpath)')
    .option('--state-dir <dir>', 'where optopo remembers (default: $OPTOPO_STATE_DIR, else /var/lib/optopo)')
    .addOption(
      new Option('--log-level <level>', 'what is logged on stderr (default: warn; watch: info)').choices(
        LEVELS,
      ),
    )
    .option('--json', 'print one JSON document on stdout')
    .option('--no-color', 'no colour (also: NO_COLOR)');
}

/** The global flags of a command, wherever they stood on the command line. */
export function globalOptions(command: Command): GlobalOptions {
  const merged: Record<string, unknown> = {};
  for (let level: Command | null = command; level; level = level.parent) {
    for (const [key, value] of Object.entries(level.opts())) {
      if (key === 'color') merged.color = merged.color !== false && value;
      else merged[key] ??= value;
    }
  }
  return { ...merged, json: merged.json === true } as GlobalOptions;
}

/** Collects `--set KEY=VALUE` flags. */
export function addSetOption(command: Command): Command {
  return command.option('--set <key=value>', 'override a variable of the topology (repeatable)', collect, []);
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
