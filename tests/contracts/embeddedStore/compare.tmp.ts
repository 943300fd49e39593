import { EJSON } from 'bson'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { COMMAND_SEQUENCES } from './commandSequences.ts'
import { isRefusal } from './normalAnswer.ts'
import { QUERY_SEQUENCES } from './querySequences.ts'
import { RawConnection } from './rawConnection.ts'
import { runSequence } from './runSequence.ts'
import { UPDATE_SEQUENCES } from './updateSequences.ts'

const store = await startEmbeddedStore({ memory: true }, { onFault: console.error })
const ours = await RawConnection.open(store.uri)
const theirs = await RawConnection.open(process.env.REAL)
let diffs = 0,
  refused = 0,
  n = 0
for (const s of [...QUERY_SEQUENCES, ...UPDATE_SEQUENCES, ...COMMAND_SEQUENCES]) {
  const a = await runSequence(ours, 'cmp', s),
    b = await runSequence(theirs, 'cmp', s)
  let skip = false
  for (const [i, c] of s.commands.entries()) {
    n++
    if (c.deletes) skip = false
    if (skip) continue
    if (isRefusal(a[i])) {
      refused++
      skip = !c.find && !c.aggregate
      if (process.env.R) console.log('REFUSED', EJSON.stringify(c).slice(0, 200))
      continue
    }
    const x = JSON.stringify(a[i]),
      y = JSON.stringify(b[i])
    if (x !== y) {
      diffs++
      if (diffs < Number(process.env.MAX ?? 60))
        console.log(
          '---',
          s.title.slice(0, 60),
          i,
          EJSON.stringify(c, { relaxed: false }).slice(0, 250),
          '\n ours  ',
          cut(x, y),
          '\n theirs',
          cut(y, x),
        )
    }
  }
}
function cut(x, y) {
  let i = 0
  while (i < x.length && x[i] === y[i]) i++
  return (i > 60 ? '…' : '') + x.slice(Math.max(0, i - 60), i + 220)
}
console.log({ diffs, refused, n })
ours.close()
theirs.close()
await store.close()
