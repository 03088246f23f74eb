# わたしの記録を見た人
access-log-title = わたしの記録を見た人
access-log-lead = だれが、いつ、何を見たかがすべて残ります。この一覧から消すことは、だれにもできません。
access-log-empty = この一覧には、あなたのほかに見た人はいません。
access-log-older = もっと前
access-log-times = （{ $since }から { $n }回）
access-log-role = （{ $role }）
access-log-how = 。{ $how }。
access-log-and = 、
access-log-through-page = 画面から
access-log-through-api = 画面を通さない読み書き（API）から
access-log-through-command = クリニックのコンピューターの管理用コマンドから
access-log-own = 自分が見た分（{ $n }件）
access-log-back = プライバシーに戻る
access-log-you = あなた
access-log-installation = このシステム
access-log-imported-you = あなたの名前で記録を取り込んだ
access-log-imported-name = { $name } さんの名前で記録を取り込んだ
