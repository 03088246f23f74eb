//! Starting beside another, stopping, and being killed.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::command::namima;
use super::entries::check_in;
use super::place::Place;
use super::server::Server;

#[test]
fn it_stops_when_told_also_with_connections_open() {
    let place = Place::few();
    let mut server = Server::start(&place);
    let address = ("127.0.0.1", server.port());
    let silent = TcpStream::connect(address).expect("a connection");
    let mut kept = TcpStream::connect(address).expect("a connection");
    let request = format!("GET /healthz HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port());
    kept.write_all(request.as_bytes()).expect("a request");
    assert!(kept.read(&mut [0; 512]).expect("an answer") > 0);
    let patient = server.as_first("patient");
    assert_eq!(patient.submit(&place.chart(0), &[check_in(1, "最後の一行")]).status, 200);
    let begin = Instant::now();
    assert_eq!(server.stop(), Some(0), "{}", server.errors());
    assert!(begin.elapsed() < Duration::from_secs(5), "it waited for silent connections");
    for left in ["namima.sock", "ledger.db-wal", "ledger.db-shm"] {
        assert!(!place.data().join(left).exists(), "{left} is left behind");
    }
    drop((silent, kept));
    assert_eq!(place.run(&["verify"], &[]).code, 0);
    let again = Server::start(&place);
    let answer = again.as_first("patient").submit(&place.chart(0), &[check_in(1, "最後の一行")]);
    assert!(answer.status == 409 || answer.text().contains("already_stored"), "{}", answer.text());
}

#[test]
fn a_second_server_on_the_same_folder_refuses_and_the_first_goes_on() {
    let place = Place::few();
    let server = Server::start(&place);
    let content = place.run(&["demo"], &["--listen", "127.0.0.1:0"]);
    content.refuses(1, "Another program is using this folder");
    assert!(content.err.contains(place.data().to_str().expect("a path")), "{content:?}");
    assert_eq!(content.out, "");
    assert_eq!(server.stranger().get("/healthz").status, 200);
    assert_eq!(place.run(&["verify"], &[]).code, 0);
    assert!(place.data().join("namima.sock").exists());
    server.stop_well();
}

#[test]
fn a_taken_address_is_found_before_a_clinic_is_made() {
    let place = Place::few();
    let server = Server::start(&place);
    let other = Place::empty();
    let address = format!("127.0.0.1:{}", server.port());
    other.run(&["demo"], &["--listen", &address]).refuses(1, "Choose another with --listen");
    assert!(!other.data().exists() && !other.keys().exists() && !other.root().exists());
}

#[test]
fn after_a_kill_commands_work_alone_and_the_server_starts_again() {
    let place = Place::few();
    Server::start(&place).kill();
    assert!(place.data().join("namima.sock").exists(), "a kill leaves the socket behind");
    assert_eq!(place.run(&["verify"], &[]).code, 0);
    let out = place.path("out.json");
    let content = place.run(
        &["export", "--format", "json"],
        &["--chart", &place.chart(0), "--out", out.to_str().expect("a path")],
    );
    assert_eq!(content.code, 0, "{content:?}");
    Server::start(&place).stop_well();
}

#[test]
fn it_listens_on_this_machine_alone() {
    let place = Place::few();
    let server = Server::start(&place);
    let port = format!(":{:04X}", server.port());
    let listening = |table: &str| -> Vec<String> {
        let text = std::fs::read_to_string(format!("/proc/{}/net/{table}", server.id())).expect("a table");
        let fields = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let here = fields.filter(|fields| fields.get(3) == Some(&"0A") && fields[1].ends_with(&port));
        here.map(|fields| fields[1].to_owned()).collect()
    };
    assert_eq!(listening("tcp"), [format!("0100007F{port}")]);
    assert!(listening("tcp6").is_empty());
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8080"] {
        let other = Place::empty();
        other.run(&["demo"], &["--listen", address]).refuses(2, "this machine alone");
        assert!(!other.data().exists());
    }
    assert_eq!(namima(["demo", "--listen", "here"]).code, 2);
}
