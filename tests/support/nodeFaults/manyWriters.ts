import { addCoordinators, SOCKETS_PER_MEMBER } from '../faults/ground.ts'
import { MarkWriter } from '../markWriter.ts'
import type { TwoNodes } from '../twoNodes.ts'

/** Unit: milliseconds between two marks of one writer; many writers write as slowly as many people do. */
const SHORTEST_PACE_MS = 60
const PACE_PER_EDITOR_MS = 10
/** All at once, each would wait for the others to be let in until its own patience ends. */
const OPENED_AT_ONCE = 10

export const paceOf = (writers: readonly MarkWriter[]): number =>
  Math.max(SHORTEST_PACE_MS, writers.length * PACE_PER_EDITOR_MS)

/** Editors of one document of the council, every other one at the other node: the even ones at the first. */
export async function openWriters(two: TwoNodes, editors: number): Promise<readonly MarkWriter[]> {
  const members = await addCoordinators(two.nodes[0].address, Math.ceil(editors / SOCKETS_PER_MEMBER))
  const owner = await two.person(0, 'B')
  const { documentId } = (await owner.post('/api/council-documents', { title: '大勢' })).body
  const places = Array.from({ length: editors }, (_, place) => place)
  const writers: MarkWriter[] = []
  for (let first = 0; first < editors; first += OPENED_AT_ONCE) {
    const opened = places.slice(first, first + OPENED_AT_ONCE).map(async (place) => {
      const member = members[Math.floor(place / SOCKETS_PER_MEMBER)]
      if (member === undefined) throw new Error('there are fewer members than editors need')
      return new MarkWriter(await two.editorOf(documentId, place % 2 === 0 ? 0 : 1, member), '筆')
    })
    writers.push(...(await Promise.all(opened)))
  }
  return writers
}
