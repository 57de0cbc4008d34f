import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** O_WRONLY and O_RDWR, as fdinfo shows them (proc(5), open(2)). */
const WRITING = 0o3;

/** Pid of a process other than this one that has the file open for writing; `undefined` when there is none. */
export function writerOf(file: string): number | undefined {
  const path = ofProcess(() => realpathSync(file));
  if (path === undefined) return undefined;
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.map(Number).find((pid) => pid !== process.pid && writes(pid, path));
}

function writes(pid: number, path: string): boolean {
  return entriesOf(`/proc/${pid}/fd`).some((fd) => {
    if (ofProcess(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) !== path) return false;
    const info = ofProcess(() => readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8')) ?? '';
    return (Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? '0', 8) & WRITING) !== 0;
  });
}

function entriesOf(directory: string): string[] {
  return ofProcess(() => readdirSync(directory)) ?? [];
}

/** What is there to see; `undefined` when the process or the file has gone, or is not ours to look at. */
function ofProcess<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes(code)) return undefined;
    throw thrown;
  }
}
