import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { connectMongo, prepareCollections, atomicallyOn } from '#server/platform/mongo.ts'
import { mongoCouncilStore } from '#server/features/council/councilStore.mongo.ts'
import { mongoCaseStore } from '#server/features/cases/caseStore.mongo.ts'
import { mongoConferenceStore } from '#server/features/conferences/conferenceStore.mongo.ts'
import { mongoAccountStore } from '#server/access/accounts.mongo.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { systemClock } from '#server/platform/clock.ts'
import { seedDemo } from '#server/app/seedDemo.ts'
import { dayInJapan } from '#shared/core/time.ts'
const store = await startEmbeddedStore({ memory: true })
const connection = await connectMongo(store.uri)
const ids = randomIdSource(systemClock)
const ports = { mode: 'trial', council: mongoCouncilStore(connection), cases: mongoCaseStore(connection), conferences: mongoConferenceStore(connection), accounts: mongoAccountStore(connection), ids, atomically: atomicallyOn(connection), documents: { createNote: async () => ids.nextOpaque('document') } } as const
await prepareCollections(connection)
let t=performance.now()
await seedDemo(ports, dayInJapan(systemClock.now()))
console.log('seed ms', performance.now()-t)
console.log((await ports.cases.list()).map(c=>c.number+c.callName+c.state), (await ports.conferences.list()).map(c=>c.title+c.state), await ports.accounts.listDemo())
await seedDemo(ports, dayInJapan(systemClock.now())).catch(e=>console.log('second:', e.code, e.detail))
await connection.close(); await store.close()
