//! A device and a clock between the program and the system that do what a test says.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::place::Place;

/// What a failing call answers (errno).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// Input/output error.
    Io = 5,
    /// No space left on device.
    Full = 28,
}

/// The orders of one program; the numbers are places in its file.
pub struct Device {
    orders: File,
    path: PathBuf,
    under: PathBuf,
    shim: PathBuf,
}

impl Device {
    /// For the files below `under`.
    pub fn new(place: &Place, under: PathBuf) -> Self {
        let shim = place.path("device.so");
        testkit::build_device(&shim);
        let path = place.write("orders", [0; 64]);
        let orders = File::options().read(true).write(true).open(&path).expect("the orders");
        Self { orders, path, under: fs::canonicalize(under).expect("a folder"), shim }
    }

    /// Puts it between a program and the system.
    pub fn under(&self, command: &mut Command) {
        command.env("LD_PRELOAD", &self.shim).env("DEVICE_ORDERS", &self.path);
        command.env("DEVICE_UNDER", &self.under);
    }

    /// The program's clock is ahead of ours by so many seconds.
    pub fn set_clock_ahead_s(&self, seconds: i64) {
        self.put(0, seconds);
    }

    /// From now on the calls that write or flush are counted, and the one of this number fails, once.
    pub fn fail_at(&self, call: i64, error: Error) {
        self.put(3, 0);
        self.put(4, error as i64);
        self.put(2, call);
        self.put(1, 0);
        self.put(3, 1);
    }

    /// Nothing fails any more; answers how many calls there were.
    pub fn disarm(&self) -> i64 {
        self.put(3, 0);
        let mut bytes = [0; 8];
        self.orders.read_exact_at(&mut bytes, 8).expect("the orders");
        i64::from_le_bytes(bytes)
    }

    /// Nothing is flushed from now on: whoever waits for the disk waits.
    pub fn hold_flushes(&self) {
        self.put(5, 1);
    }

    /// The disk goes on.
    pub fn let_flushes_go(&self) {
        self.put(5, 0);
    }

    fn put(&self, at: u64, number: i64) {
        self.orders.write_all_at(&number.to_le_bytes(), at * 8).expect("the orders");
    }
}

/// Starts a server behind a device for the files below `under`.
pub fn behind(place: &Place, under: &Path) -> (Device, super::server::Server) {
    let device = Device::new(place, under.to_owned());
    let server = super::server::Server::start_with(place, Path::new(super::command::BINARY), |command| {
        device.under(command)
    });
    (device, server)
}
