import { closeSync, fsyncSync, openSync } from 'node:fs'

/** What was written into a file outlives a power cut. */
export function syncFile(path: string): void {
  // Windows lets nobody ask this of a file who may not write to it.
  syncOpened(path, 'r+')
}

function syncOpened(path: string, flags: string): void {
  const opened = openSync(path, flags)
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

/** Shares of other systems, and Windows, keep the names in a folder by themselves, and refuse to be asked. */
const KEEPS_BY_ITSELF: readonly unknown[] = ['EINVAL', 'ENOTSUP', 'EPERM']

/** The names in it outlive a power cut. */
export function syncFolder(path: string): void {
  try {
    syncOpened(path, 'r')
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && KEEPS_BY_ITSELF.includes(fault.code))) throw fault
  }
}
