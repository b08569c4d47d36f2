/**
 * Messages of PostgreSQL's protocol, written one after the other into one buffer. The writer of `pg` allocates a buffer for each
 * message, and these must then be concatenated.
 */
export class Messages {
  #bytes = shared
  #end = 0
  #begin = 0

  parse(name: string, text: string): void {
    this.#open('P')
    this.#text(name)
    this.#text(text)
    this.#int16(0)
    this.#close()
  }

  /** Asks for the columns of a statement. */
  describe(name: string): void {
    this.#open('D')
    this.#byte('S')
    this.#text(name)
    this.#close()
  }

  /** Rows come back as text. */
  bind(statement: string, values: readonly (Buffer | string | null)[]): void {
    this.#open('B')
    this.#text('')
    this.#text(statement)
    this.#int16(values.length)
    for (const value of values) this.#int16(value instanceof Buffer ? 1 : 0)
    this.#int16(values.length)
    for (const value of values) this.#value(value)
    this.#int16(1)
    this.#int16(0)
    this.#close()
  }

  execute(): void {
    this.#open('E')
    this.#text('')
    this.#int32(0)
    this.#close()
  }

  sync(): void {
    this.#open('S')
    this.#close()
  }

  /** What was written. */
  written(): Buffer {
    const written = this.#bytes.subarray(0, this.#end)
    return this.#bytes === shared ? Buffer.from(written) : written
  }

  #open(kind: string): void {
    this.#byte(kind)
    this.#begin = this.#end
    this.#int32(0)
  }

  /** Fills in the message's length, which precedes it. */
  #close(): void {
    this.#bytes.writeInt32BE(this.#end - this.#begin, this.#begin)
  }

  #byte(character: string): void {
    this.#make(1)
    this.#bytes[this.#end++] = character.charCodeAt(0)
  }

  #int16(number: number): void {
    this.#make(2)
    this.#bytes[this.#end++] = number >> 8
    this.#bytes[this.#end++] = number
  }

  #int32(number: number): void {
    this.#make(4)
    this.#end = this.#bytes.writeInt32BE(number, this.#end)
  }

  #text(text: string): void {
    this.#make(roomOf(text) + 1)
    if (text !== '') this.#end += this.#bytes.write(text, this.#end)
    this.#bytes[this.#end++] = 0
  }

  #value(value: Buffer | string | null): void {
    const begin = this.#end
    this.#int32(value?.length ?? -1)
    if (typeof value === 'string') {
      this.#make(roomOf(value))
      const length = this.#bytes.write(value, this.#end)
      this.#bytes.writeInt32BE(length, begin)
      this.#end += length
    } else if (value !== null) {
      this.#make(value.length)
      this.#end += value.copy(this.#bytes, this.#end)
    }
  }

  /** Makes room for so many bytes. */
  #make(count: number): void {
    if (this.#end + count <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#end + count))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}

// A packet is written synchronously, so all connections can share this; a larger packet gets a buffer of its own.
const shared = Buffer.allocUnsafe(32 * 1024)

/** The most bytes that a text takes in UTF-8. Counting those of a short text takes as long as writing it. */
const roomOf = (text: string): number => (text.length < 1000 ? 3 * text.length : Buffer.byteLength(text))
