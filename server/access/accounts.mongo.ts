import { type Connection, Schema, trusted } from 'mongoose'
import { isDuplicateKey } from '#server/platform/mongo.ts'
import { AppError } from '#shared/core/appError.ts'
import type { AccountId, MemberId } from '#shared/core/ids.ts'
import { comparedName } from './loginName.ts'
import type { PasswordHash } from './passwords.ts'

/** One human, one account. `loginName` is kept as it is compared; one from before capitals and wide letters were folded, in lower case only. */
export interface Account {
  readonly id: AccountId
  readonly memberId: MemberId
  readonly loginName: string
  /** null: signs in by the demo's one click only. */
  readonly password: PasswordHash | null
  readonly isDemo: boolean
  /** True while the password is one that somebody else made up, and may know. */
  readonly isPasswordGiven?: boolean
}

export type SignInByName = Pick<Account, 'loginName'> & { readonly isPasswordGiven: boolean }

export interface AccountStore {
  findByLoginName(loginName: string): Promise<Account | null>
  findByMember(memberId: MemberId): Promise<Account | null>
  findSome(ids: readonly AccountId[]): Promise<readonly Account[]>
  list(): Promise<readonly Account[]>
  /** Members with an account. */
  memberIds(): Promise<ReadonlySet<MemberId>>
  /** By what name each signs in, and whether by a password that somebody else made up; the demo's people come in by one click. */
  signIns(): Promise<ReadonlyMap<MemberId, SignInByName>>
  listDemo(): Promise<readonly Account[]>
  isEmpty(): Promise<boolean>
  /** Throws: `conflict` with `loginNameTaken` when the name, or the member, has an account already. */
  add(account: Account): Promise<void>
  keepPassword(id: AccountId, password: PasswordHash, isPasswordGiven: boolean): Promise<void>
}

const accountSchema = new Schema(
  {
    _id: { type: String, required: true },
    memberId: { type: String, required: true },
    loginName: { type: String, required: true },
    password: { type: Schema.Types.Mixed, default: null },
    isDemo: { type: Boolean, required: true },
    isPasswordGiven: Boolean,
  },
  { strict: 'throw', versionKey: false, minimize: false },
)
accountSchema.index({ loginName: 1 }, { unique: true })
accountSchema.index({ memberId: 1 }, { unique: true })

interface AccountRow extends Omit<Account, 'id'> {
  readonly _id: AccountId
}

const toAccount = ({ _id, ...fields }: AccountRow): Account => ({ id: _id, ...fields })

/** Rows in, rows out; called inside a transaction it takes part through the connection's session storage. */
export function mongoAccountStore(connection: Connection): AccountStore {
  const Row = connection.model('Account', accountSchema, 'accounts')
  const findOne = async (filter: { loginName: string } | { memberId: MemberId }) => {
    const row = await Row.findOne(filter).lean<AccountRow>()
    return row === null ? null : toAccount(row)
  }
  return {
    async findByLoginName(loginName) {
      const [asTyped, compared] = [loginName.toLowerCase(), comparedName(loginName)]
      const found = await findOne({ loginName: asTyped })
      return found === null && compared !== asTyped ? findOne({ loginName: compared }) : found
    },
    findByMember: (memberId) => findOne({ memberId }),
    findSome: async (ids) => (await Row.find({ _id: trusted({ $in: ids }) }).lean<AccountRow[]>()).map(toAccount),
    list: async () => (await Row.find({}).sort({ _id: 1 }).lean<AccountRow[]>()).map(toAccount),
    memberIds: async () =>
      new Set((await Row.find({}, { memberId: 1 }).lean<AccountRow[]>()).map((row) => row.memberId)),
    signIns: async () => {
      const rows = await Row.find({ isDemo: false }, { memberId: 1, loginName: 1, isPasswordGiven: 1 }).lean<
        AccountRow[]
      >()
      return new Map(
        rows.map(({ memberId, loginName, isPasswordGiven = false }) => [memberId, { loginName, isPasswordGiven }]),
      )
    },
    listDemo: async () => (await Row.find({ isDemo: true }).sort({ _id: 1 }).lean<AccountRow[]>()).map(toAccount),
    isEmpty: async () => (await Row.findOne({}).lean()) === null,
    async keepPassword(id, password, isPasswordGiven) {
      await Row.updateOne({ _id: id }, { $set: { password, isPasswordGiven } })
    },
    async add({ id, loginName, ...fields }) {
      await Row.create([{ _id: id, loginName: comparedName(loginName), ...fields }]).catch((cause: unknown) => {
        // The store's own words name whom it is about.
        throw isDuplicateKey(cause) ? new AppError('conflict', { because: 'loginNameTaken' }) : cause
      })
    },
  }
}
