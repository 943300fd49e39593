/** Fails to compile where a case was forgotten; throws, naming the value's type only, if one arrives at run time all the same. */
export function assertNever(value: never): never {
  throw new Error(`unreachable case of type ${typeof value}`)
}
