/** What `nsenter` is told to run a program in the network of `pid`, and in nothing else of it. */
export function entering(pid: number): string[] {
  return [`--net=/proc/${pid}/ns/net`, '--'];
}
