import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of its own for a test. */
export interface SmallDisk {
  readonly dir: string
  /** Takes all the space that is left, or so many bytes of it; the answer gives back all that was ever taken. */
  fill(bytes?: number): () => void
  /** Lets nobody write any more. */
  makeReadOnly(): void
  /** Takes the disk away. */
  remove(): void
}

function mounted(size: string): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir], { stdio: 'ignore' })
    return dir
  } catch {
    // Said by the test, which is then skipped.
    rmSync(dir, { recursive: true })
    return undefined
  }
}

/** Takes all the space that is left, or so many bytes of it; returns how to give it back. */
function fill(dir: string, bytes: number): () => void {
  const file = openSync(join(dir, 'ballast'), 'a')
  const block = Buffer.alloc(4_096, 1)
  try {
    for (let filled = 0; filled < bytes; filled += block.length) writeSync(file, block)
  } catch {
    // Full, which is what was wanted.
  }
  return () => {
    ftruncateSync(file, 0)
    closeSync(file)
  }
}

/** A disk of `size` (as mount takes it), which only root may make; undefined for everybody else. */
export function smallDisk(size: string): SmallDisk | undefined {
  const dir = mounted(size)
  if (dir === undefined) return undefined
  return {
    dir,
    fill: (bytes = Number.POSITIVE_INFINITY) => fill(dir, bytes),
    makeReadOnly: () => execFileSync('mount', ['-o', 'remount,ro', dir]),
    remove() {
      execFileSync('umount', ['--lazy', dir])
      rmSync(dir, { recursive: true })
    },
  }
}
