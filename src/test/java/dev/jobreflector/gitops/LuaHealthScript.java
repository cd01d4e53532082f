package dev.jobreflector.gitops;

import java.util.Map;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.lua51.Lua51;

/** A health script, run as Argo CD runs one from its ConfigMap: in Lua 5.1, with few libraries. */
final class LuaHealthScript {

  private final String script;

  LuaHealthScript(String script) {
    this.script = script;
  }

  /** What the script returns: {@code status} and {@code message}. */
  Map<?, ?> of(Map<String, Object> resource) {
    try (Lua lua = new Lua51()) {
      lua.openLibrary("");
      lua.openLibrary("table");
      lua.push(resource, Lua.Conversion.FULL);
      lua.setGlobal("obj");
      lua.load(script);
      lua.pCall(0, 1);
      return lua.toMap(-1);
    }
  }
}
