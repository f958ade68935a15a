function basics(port: number, workers: number): string {
  return `
listen=udp:127.0.0.1:${port}
children=${workers}
disable_tcp=yes
auto_aliases=no
dns=no
rev_dns=no
log_stderror=yes
debug=0

loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"

modparam("usrloc", "db_mode", 0)
`;
}

/**
 * A stateful proxy with registrar that stays on the path of every request (RFC 3261 section 16.6 step 4): the least
 * that carries the same calls between the same telephones.
 */
export function kamailioProxy(port: number, workers: number): string {
  return `${basics(port, workers)}
request_route {
  if (!mf_process_maxfwd_header("70")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (has_totag()) {
    if (!loose_route()) { sl_send_reply("404", "Not Here"); exit; }
    t_relay();
    exit;
  }
  if (method == "CANCEL") { if (t_check_trans()) t_relay(); exit; }
  if (method == "REGISTER") { save("location"); exit; }
  if (method != "INVITE") { sl_send_reply("405", "Method Not Allowed"); exit; }
  record_route();
  if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
  t_relay();
}
`;
}

/** A registrar that keeps contacts in memory and asks for MD5 digest; `secrets`: HA1 by user name (RFC 7616). */
export function kamailioRegistrar(realm: string, secrets: ReadonlyMap<string, string>) {
  const rows = [...secrets].map(([username, secret]) => `  $sht(secrets=>${username}) = "${secret}";`);
  return (port: number, workers: number): string => `${basics(port, workers)}
loadmodule "auth.so"
loadmodule "htable.so"

modparam("htable", "htable", "secrets=>size=8;")

event_route[htable:mod-init] {
${rows.join('\n')}
}

request_route {
  if (method != "REGISTER") { sl_send_reply("405", "Method Not Allowed"); exit; }
  if (!pv_www_authenticate("${realm}", "$sht(secrets=>$au)", "1")) { www_challenge("${realm}", "1"); exit; }
  if ($au != $tU) { sl_send_reply("403", "Forbidden"); exit; }
  save("location");
}
`;
}
