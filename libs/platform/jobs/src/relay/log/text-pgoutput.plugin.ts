import { type Pgoutput, PgoutputPlugin } from 'pg-logical-replication'

/** Reads pgoutput messages, with every value in the text form the server sent: dates and numbers would lose precision. */
export class TextPgoutputPlugin extends PgoutputPlugin {
  constructor(publication: string) {
    super({ protoVersion: 1, publicationNames: [publication] })
  }

  override parse(buffer: Buffer): Pgoutput.Message {
    const message: Pgoutput.Message = super.parse(buffer)
    if (message.tag === 'relation') for (const column of message.columns) column.parser = asSent
    return message
  }
}

function asSent(text: string): string {
  return text
}
