const TYPES = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/

/** An OpenSSH public key without its comment, or undefined for what is none. */
export function readPublicKey(text: string): string | undefined {
  const [type = "", base64 = ""] = text.trim().split(/\s+/)
  if (!TYPES.test(type) || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  const bytes = Buffer.from(base64, "base64")
  // The key names its type itself, as a length and that many letters.
  if (bytes.length < 4 + type.length || bytes.readUInt32BE(0) !== type.length) return undefined
  return bytes.subarray(4, 4 + type.length).toString("latin1") === type ? `${type} ${base64}` : undefined
}
