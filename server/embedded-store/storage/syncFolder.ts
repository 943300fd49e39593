import { closeSync, fsyncSync, openSync } from 'node:fs'

export function sync(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

/** Shares of other systems keep the names in a folder by themselves, and refuse to be asked. */
const KEEPS_BY_ITSELF: readonly unknown[] = ['EINVAL', 'ENOTSUP']

/** The names in it outlive a power cut. */
export function syncFolder(path: string): void {
  try {
    sync(path)
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && KEEPS_BY_ITSELF.includes(fault.code))) throw fault
  }
}
