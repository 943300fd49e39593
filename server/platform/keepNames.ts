import { open } from 'node:fs/promises'

/** Shares of other systems, and Windows, keep the names in a folder by themselves, and refuse to be asked. */
const KEEPS_BY_ITSELF: readonly unknown[] = ['EINVAL', 'ENOTSUP', 'EPERM']

/** The names of a folder's files outlive a power cut when it resolves. Throws: the system's error. */
export async function keepNames(folder: string): Promise<void> {
  const opened = await open(folder, 'r')
  try {
    await opened.sync()
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && KEEPS_BY_ITSELF.includes(fault.code))) throw fault
  } finally {
    await opened.close()
  }
}
