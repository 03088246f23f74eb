# サインイン
signin-title = ようこそ
signin-lead = クリニックから受け取ったリンクで始めます。
signin-button = はじめる
signin-waiting = リンクを確かめています。
signin-failed = このリンクでは始められませんでした。期限が切れたか、リンクの一部が欠けています。クリニックで新しいリンクをもらってください。
signin-paste = リンクを使わずに、コードで始める
signin-code = コード
signin-code-hint = 受け取ったリンクの「#」より後ろの文字
signin-what = Namima は、体と気持ちの変化を書きとめて、診察で一緒に見るための日誌です。
signin-demo = これはデモです。架空の人として中を見ることができます。
signin-demo-links = 始めるためのリンクは、デモを起動したプログラムの画面（ターミナル）に、人ごとに出ています。見たい人のリンクを開いてください。
