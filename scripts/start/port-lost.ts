/** A port was free when it was chosen, and another program took it before ours could. */
export class PortLost extends Error {
  constructor(port: number, name: string, cause?: unknown) {
    super(`Another program took port ${port} before ${name} could. Start again.`, { cause })
  }
}

/** Whether a program says that its port is taken: Node, or PostgreSQL. */
export const saysPortTaken = (text: string): boolean => /EADDRINUSE|Address already in use/.test(text)
