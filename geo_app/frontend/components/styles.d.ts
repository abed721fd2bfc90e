/* A style sheet that a module imports is its text, as `build.js` has it. */
declare module "*.css" {
  const text: string;
  export default text;
}
