import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ownTime } from '../ownTime.ts'
import { type Door, Participant } from '../participant.ts'

/** Unit: milliseconds between two edits; twenty a second. */
const PACE_MS = 50

const [writerDoor, readerDoor] = JSON.parse(process.argv[2] ?? '[]') as [Door, Door]
const [writer, reader] = [new Participant(writerDoor), new Participant(readerDoor)]
const serverPid: number | null = JSON.parse(process.argv[3] ?? 'null')
const begin = (): (() => number) => {
  if (serverPid !== null) return ownTime(['self', serverPid])
  const sentAt = performance.now()
  return () => performance.now() - sentAt
}
const underWay = new Map<string, () => number>()
const times: number[] = []
let isEnding = false
process.on('message', () => {
  isEnding = true
})

reader.doc.on('update', () => {
  for (const [word, taken] of underWay) {
    if (!reader.text.includes(word)) continue
    times.push(taken())
    underWay.delete(word)
  }
})

/** The longest of bare writes to the disk that the server is on, made at the same pace, in milliseconds. */
async function watchDisk(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-probe-'))
  const file = await open(join(folder, 'written'), 'w')
  let longest = 0
  while (!isEnding) {
    const at = performance.now()
    await file.write('a write like that of an edit')
    await file.datasync()
    longest = Math.max(longest, performance.now() - at)
    await pause(PACE_MS)
  }
  await file.close()
  await rm(folder, { recursive: true })
  return longest
}

await Promise.all([writer.synced(), reader.synced()])
process.send?.({ kind: 'ready' })
const disk = watchDisk()
for (let serial = 0; !isEnding; serial++) {
  // Words stand until they are seen: one that is taken back on its way would be seen by nobody, however slow it is.
  if (underWay.size === 0 && serial > 0) writer.erase(writer.line().length)
  const word = `〔探${serial}〕`
  underWay.set(word, begin())
  writer.type(word)
  await pause(PACE_MS)
}
await pause(500)
// A long report takes a moment to leave.
process.send?.({ kind: 'done', times, diskMs: await disk, unseen: underWay.size }, () => process.exit(0))
