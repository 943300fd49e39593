import type { Log } from '#server/platform/log.ts'
import type { IdSource, MemberId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { FallenWords } from './fallenWords.ts'
import { SERVER_AUTHOR } from './journal.ts'
import { LeftToPage } from './leftToPage.ts'
import type { LiveDocument } from './liveDocument.ts'
import { carryingEdit, type OwnEdit } from './ownEdit.ts'
import type { Presences } from './presences.ts'

export interface FallenCarrierPorts {
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly newBlockId: () => string
}

/** The document, who is at it, and the way to write in it. */
export interface CarriedIn {
  readonly document: LiveDocument
  readonly presences: Presences
  write(edit: OwnEdit): Promise<void>
}

/** Sees to words that fell unread: whoever is here carries their own over; whoever is not may never come back to. */
export class FallenCarrier {
  readonly #ports: FallenCarrierPorts
  readonly #room: CarriedIn
  readonly #leftToPage = new LeftToPage()

  constructor(room: CarriedIn, ports: FallenCarrierPorts) {
    this.#room = room
    this.#ports = ports
  }

  /** True where a member, and not the server, writes under an id. */
  readonly isMembers = (author: number): boolean => this.#memberBehind(author) !== null

  take(fallen: readonly FallenWords[]): void {
    for (const words of fallen) {
      if (this.#awayMember(words.author) !== null) this.#carryLater(words)
      else this.#leftToPage.note(words, this.#room.document.clockOf(words.author))
    }
  }

  /** Looks after what was left to pages. */
  tick(): void {
    const uncarried = this.#leftToPage.uncarried({
      now: this.#ports.clock.now(),
      clockOf: (author) => this.#room.document.clockOf(author),
      isAway: (author) => this.#awayMember(author) !== null,
    })
    for (const words of uncarried) this.#carryLater(words)
  }

  #memberBehind(author: number): MemberId | null {
    const by = this.#room.document.loaded.authors.get(author)
    return by === undefined || by === SERVER_AUTHOR ? null : by
  }

  /** The member who writes under an id; null while their page is here. */
  #awayMember(author: number): MemberId | null {
    const by = this.#memberBehind(author)
    return by === null || this.#room.presences.isHere(author, by) ? null : by
  }

  #carryLater(words: FallenWords): void {
    const by = this.#awayMember(words.author)
    if (by === null) return
    const isAway = () => this.#awayMember(words.author) !== null
    const { documentId } = this.#room.document.row
    this.#room
      .write(carryingEdit(words, { ...this.#ports, by, isAway }))
      .catch((cause: unknown) => this.#ports.log.error('document.wordsNotCarried', cause, { documentId }))
  }
}
