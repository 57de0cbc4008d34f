import { mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { OptopoError } from '../../model/error.ts';
import { requireRoot, resolveHost } from '../../pipeline/host.ts';
import {
  installUnit,
  removeUnit,
  requireSystemd,
  startService,
  systemdVersion,
  UNIT,
  UNIT_DIRECTORY,
} from '../../watch/service/install-unit.ts';
import { unitFile } from '../../watch/service/unit-file.ts';
import { type ListenFlags, parseListenFlags } from '../listen-flags.ts';
import { globalOptions } from '../options.ts';
import { printJson, printResult } from '../output.ts';
import { repeatArguments } from '../repeat-arguments.ts';
import { type Invocation, invocationOf } from '../run.ts';
import { type SourceFlags, sourceOf } from '../watch-source.ts';

interface InstallFlags extends ListenFlags, SourceFlags {
  print?: boolean;
  remove?: boolean;
  now?: boolean;
  force?: boolean;
  unitDir: string;
}

/** `optopo install-service`: a systemd unit for `optopo watch` with the same arguments. Registered behind watch. */
export function registerInstallService(program: Command): void {
  const watch = program.commands.find((one) => one.name() === 'watch') as Command;
  const options = watch.options.filter((option) => option.long !== '--once').map(asGiven);
  const command = program
    .command('install-service')
    .description('write a systemd unit that runs `optopo watch` with these arguments')
    .argument('[path...]', 'what watch takes')
    .option('--print', 'print the unit and write nothing')
    .option('--now', 'start it now and at every boot')
    .option('--remove', 'stop the service and remove its unit; the network stays as it is')
    .option('--force', 'also over a unit that was not written by this, or was changed by hand')
    .option('--unit-dir <dir>', 'where units live', UNIT_DIRECTORY)
    .action((paths: string[], flags: InstallFlags) => installService(paths, flags, command, options));
  for (const option of options) command.addOption(option);
}

/** An option that is checked as watch does and kept as it was given, to be repeated in the unit. */
function asGiven(option: Option): Option {
  const copy = new Option(option.flags, option.description);
  const repeatable = Array.isArray(option.defaultValue);
  if (repeatable) copy.default([]);
  if (option.isBoolean() || option.negate) return copy;
  return copy.argParser((value: string, previous: unknown) => {
    option.parseArg?.(value, repeatable ? [] : undefined);
    return repeatable ? [...(previous as string[]), value] : value;
  });
}

async function installService(
  paths: string[],
  flags: InstallFlags,
  command: Command,
  options: readonly Option[],
): Promise<void> {
  const invocation = await invocationOf(command);
  if (flags.remove) return remove(invocation, flags);
  const text = await unitText(paths, flags, command, options);
  if (flags.print) return printUnit(invocation, text);
  requireRoot();
  if (flags.now) requireStartable(flags);
  const { stateDir } = await resolveHost(invocation.global, process.env);
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const changed = await installUnit(text, placeOf(flags));
  if (flags.now) await startService();
  tellInstalled(invocation, flags, changed);
}

/** Throws `usage` for arguments with which watch would not start. */
async function unitText(
  paths: string[],
  flags: InstallFlags,
  command: Command,
  options: readonly Option[],
): Promise<string> {
  sourceOf(paths, flags);
  // The service has another environment: secrets come from files.
  parseListenFlags(flags, {});
  refuseEnvironmentSecrets(flags, process.env);
  refusePassword(flags.git);
  const host = await resolveHost(globalOptions(command), process.env);
  return unitFile({
    node: process.execPath,
    program: realpathSync(process.argv[1] as string),
    args: [...fromEnvironment(command, process.env), ...repeatArguments(command, options, paths)],
    home: homedir(),
    writes: [host.stateDir, host.lxcPath].map((path) => resolve(path)),
    needsNetwork: flags.git !== undefined,
    systemdVersion: await systemdVersion(),
  });
}

/** What the environment says here and will not say to the service, as flags. */
function fromEnvironment(command: Command, env: NodeJS.ProcessEnv): string[] {
  const { stateDir, lxcPath, ovsdb } = globalOptions(command);
  const words: string[] = [];
  if (stateDir === undefined && env.OPTOPO_STATE_DIR) words.push('--state-dir', env.OPTOPO_STATE_DIR);
  if (lxcPath === undefined && env.OPTOPO_LXC_PATH) words.push('--lxc-path', env.OPTOPO_LXC_PATH);
  if (ovsdb === undefined && env.OVS_RUNDIR) words.push('--ovsdb', `unix:${join(env.OVS_RUNDIR, 'db.sock')}`);
  return words;
}

function refuseEnvironmentSecrets(
  { listen, tokenFile, hookSecretFile }: ListenFlags,
  env: NodeJS.ProcessEnv,
): void {
  if (listen === undefined) return;
  const lost = [
    ...(env.OPTOPO_TOKEN && tokenFile === undefined ? [['OPTOPO_TOKEN', '--token-file']] : []),
    ...(env.OPTOPO_HOOK_SECRET && hookSecretFile === undefined
      ? [['OPTOPO_HOOK_SECRET', '--hook-secret-file']]
      : []),
  ];
  const [first] = lost;
  if (first === undefined) return;
  throw new OptopoError(
    'usage',
    `${first[0]} is not in the service's environment: units are read by everybody`,
    {
      hint: `write it to a file that only root can read, and give ${first[1]} FILE`,
    },
  );
}

function refusePassword(url: string | undefined): void {
  if (url === undefined || !/^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(url)) return;
  throw new OptopoError('usage', 'the URL holds a password, and units are read by everybody', {
    hint: 'use an ssh key of root, or a git credential helper',
  });
}

function requireStartable({ unitDir }: InstallFlags): void {
  requireSystemd();
  if (unitDir === UNIT_DIRECTORY) return;
  throw new OptopoError('usage', '--now does not go with --unit-dir: systemd would not find the unit');
}

function placeOf({ unitDir, force }: InstallFlags) {
  return { directory: unitDir, force: force === true };
}

function printUnit({ global }: Invocation, text: string): void {
  if (global.json) printJson({ format_version: 1, unit: text });
  else printResult(text);
}

function tellInstalled({ global }: Invocation, flags: InstallFlags, changed: boolean): void {
  const path = join(flags.unitDir, UNIT);
  if (global.json) {
    printJson({ format_version: 1, path, changed, started: flags.now === true });
    return;
  }
  const next = flags.now
    ? 'It starts; it is ready when everything has converged: systemctl status optopo'
    : 'Start it now and at every boot: systemctl enable --now optopo';
  printResult(`${path} ${changed ? 'is written' : 'is there already, just so'}.\n${next}`);
}

async function remove({ global }: Invocation, flags: InstallFlags): Promise<void> {
  requireRoot();
  const path = join(flags.unitDir, UNIT);
  const removed = await removeUnit(placeOf(flags));
  if (global.json) printJson({ format_version: 1, path, removed });
  else printResult(removed ? `${path} is removed; the network stays as it is.` : `There is no ${path}.`);
}
