# サインイン
sign-in-title = ようこそ
sign-in-lead = クリニックから受け取ったリンクで始めます。
sign-in-button = はじめる
sign-in-waiting = リンクを確かめています。
sign-in-failed = このリンクでは始められませんでした。期限が切れたか、リンクの一部が欠けています。クリニックで新しいリンクをもらってください。
sign-in-paste = リンクを使わずに、コードで始める
sign-in-code = コード
sign-in-code-hint = 受け取ったリンクの「#」より後ろの文字
sign-in-what = Namima は、体と気持ちの変化を書きとめて、診察で一緒に見るための日誌です。
sign-in-demo = これはデモです。架空の人として中を見ることができます。
sign-in-demo-links = 始めるためのリンクは、デモを起動したプログラムの画面（ターミナル）に、人ごとに出ています。見たい人のリンクを開いてください。
