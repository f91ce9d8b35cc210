/** A line that is redrawn where a terminal shows it, and not written at all elsewhere. */
export function countLine(stream: NodeJS.WriteStream): { show: (text: string) => void; clear: () => void } {
  const write = (text: string): void => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${text}`)
  }
  return { show: write, clear: () => write("") }
}
