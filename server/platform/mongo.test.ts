import { expect, test } from 'vitest'
import { databaseOf } from './mongo.ts'

test('[OP2.13] the database is the one that MONGODB_URI names, and tsunagi when it names none or the place of its accounts', () => {
  expect(databaseOf('mongodb://one:27017,two:27017/kyogikai?replicaSet=rs')).toBe('kyogikai')
  expect(databaseOf('mongodb+srv://user:word@host/kyogikai')).toBe('kyogikai')
  expect(databaseOf('mongodb://%2Fdata%2Fstore.sock/tsunagi?directConnection=true')).toBe('tsunagi')
  expect(databaseOf('mongodb://host:27017/?replicaSet=rs')).toBe('tsunagi')
  expect(databaseOf('mongodb://host:27017')).toBe('tsunagi')
  expect(databaseOf('mongodb://user:word@host/admin')).toBe('tsunagi')
})
