/** A row as it lies in the store: a noun whose id is MongoDB's `_id`. */
export type Row<Noun extends { readonly id: string }> = Omit<Noun, 'id'> & { readonly _id: Noun['id'] }

/** The noun of a row read `lean()`. The schema, not this, says what a row may hold. */
export const fromRow = <Noun extends { readonly id: string }>({ _id, ...fields }: Row<Noun>): Noun =>
  ({ id: _id, ...fields }) as unknown as Noun

/** The row of a noun. */
export const toRow = <Noun extends { readonly id: string }>({ id, ...fields }: Noun): Row<Noun> => ({
  _id: id,
  ...fields,
})

/** A field a schema does not name is an error, never dropped in silence. */
export const ROW_OPTIONS = { strict: 'throw', versionKey: false, minimize: false } as const
export const requiredText = { type: String, required: true } as const
export const optionalText = { type: String, default: null } as const
export const requiredNumber = { type: Number, required: true } as const
