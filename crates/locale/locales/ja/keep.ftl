# 送れなかったとき。書いたものは画面に残っている。
keep-sending = 送っています。
keep-offline-title = まだ保存されていません
keep-offline = 電波がないか、インターネットにつながっていません。
keep-lost-title = 届いたかどうか、確かめられませんでした
keep-lost = 途中で通信が切れました。同じ記録が二つになることはありません。
keep-other-person-title = まだ保存されていません
keep-other-person = 別の人がサインインしています。この記録を書いた人でサインインし直してください。
keep-still-here = 書いたものは、この画面に残っています。画面を閉じずに、少し待ってから、もう一度押してください。
keep-call = 急ぐときは、ここから電話できます。
keep-sign-in = 別の画面でサインインする
keep-leave = まだ保存していません。このまま移ると、書いたものは消えます。移りますか
